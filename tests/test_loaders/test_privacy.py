"""Direct identifiers never get in, and paths stay where they belong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_loaders.roster import EXTRACT, load

import recoveryeval as rv
from recoveryeval.errors import LoadError, ReleaseError
from recoveryeval.loaders.label import file_label
from recoveryeval.programs.pseudonyms import make_key

TEXT = "client,name,ssn,intake\n01,Zqada,111-22-3333,2025-01-06\n02,Zqben,222-33-4444,2031-01-06\n"


def mapping(**settings: Any) -> dict[str, Any]:
    """Return a mapping of stays."""
    tables = settings.pop("tables", {"episode": {"person_id": "client", "anchor": "intake"}})
    return {"version": 1, "sources": {"stays": {"tables": tables, **settings}}}


def everything(program: rv.Program) -> str:
    """Return all that a program holds, rows and originals included."""
    frames = list(program.tables.values())
    whole = [*frames, program.quarantine, program.repairs, *(p.raw for p in program.pieces)]
    return "\n".join(frame.to_csv() for frame in whole)


def test_columns_named_like_identifiers_are_dropped(tmp_path: Path) -> None:
    program = load(TEXT.encode(), tmp_path, mapping())
    text = everything(program)
    assert "after_extract" in text
    assert "Zqben" not in text
    assert "222-33-4444" not in text
    dropped = program.repairs.query("repair == 'identifier_dropped'")["column"]
    assert sorted(dropped) == ["name", "ssn"]


def test_declared_identifiers_are_dropped_from_the_quarantine(tmp_path: Path) -> None:
    program = load(TEXT.encode(), tmp_path, mapping(drop=["client card"]))
    assert "222-33-4444" not in everything(program)
    text = TEXT.replace("name", "friend")
    assert "Zqben" not in everything(load(text.encode(), tmp_path, mapping(drop="friend")))
    assert "Zqben" in everything(load(text.encode(), tmp_path, mapping()))


def test_a_row_that_does_not_fit_is_withheld_where_names_may_stand(tmp_path: Path) -> None:
    program = load((TEXT + "03,Zqcle,o,333-44-5555,x\n").encode(), tmp_path, mapping())
    aside = program.quarantine.query("reason == 'extra_field'")
    assert len(aside) == 1
    assert "withheld" in aside["original"].iloc[0]
    assert "Zqcle" not in everything(program)


@pytest.mark.parametrize("heading", ["ssn", "name"])
def test_an_identifier_is_not_mapped_as_it_stands(heading: str, tmp_path: Path) -> None:
    tables = {"episode": {"person_id": heading, "anchor": "intake"}}
    with pytest.raises(LoadError) as caught:
        load(TEXT.encode(), tmp_path, mapping(tables=tables))
    assert (caught.value.code, caught.value.column) == ("RE-P17", heading)


def test_an_identifier_can_be_replaced_by_a_pseudonym(tmp_path: Path) -> None:
    project, secret = tmp_path / "project", tmp_path / "secret"
    project.mkdir()
    secret.mkdir()
    key = make_key(secret / "key", project=project)
    tables = {"episode": {"person_id": "ssn", "anchor": "intake"}}
    (project / "a.csv").write_text(TEXT, encoding="utf-8")
    held = mapping(tables=tables, pseudonymize="ssn")
    read = [
        rv.read_csv(project / "a.csv", mapping=held, extract_date="2032-01-01", key_file=key)
        for _ in range(2)
    ]
    first, again = (sorted(program.tables["episode"]["person_id"]) for program in read)
    assert first == again
    assert len(set(first)) == 2
    assert "111-22-3333" not in everything(read[0])


def test_pseudonyms_need_a_key_outside_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RECOVERYEVAL_KEY_FILE", raising=False)
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    held = mapping(pseudonymize="client")
    with pytest.raises(ReleaseError, match="RE-P12"):
        rv.read_csv(tmp_path / "a.csv", mapping=held, extract_date=EXTRACT)
    inside = tmp_path / "key"
    inside.write_text("0" * 64, encoding="utf-8")
    with pytest.raises(ReleaseError, match="RE-P15"):
        rv.read_csv(tmp_path / "a.csv", mapping=held, extract_date=EXTRACT, key_file=inside)


def test_a_name_that_misleads_can_be_kept(tmp_path: Path) -> None:
    tables = {"episode": {"person_id": "client", "anchor": "intake", "program": "name"}}
    held = mapping(tables=tables, keep_identifiers="name")
    program = load(TEXT.encode(), tmp_path, held)
    assert program.tables["episode"]["program"].tolist() == ["Zqada"]


@pytest.mark.parametrize("path", ["../a.csv", "sub/../../a.csv"])
def test_a_path_out_of_the_project_is_refused(path: str, tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / "sub").mkdir(parents=True)
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    with pytest.raises(ReleaseError, match="RE-P04"):
        rv.read_csv(path, mapping=mapping(), root=project, extract_date=EXTRACT)


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    try:
        (project / "a.csv").symlink_to(tmp_path / "a.csv")
    except OSError:
        pytest.skip("this computer makes no links")
    with pytest.raises(ReleaseError, match="RE-P04"):
        rv.read_csv(project / "a.csv", mapping=mapping(), root=project, extract_date=EXTRACT)


def test_a_path_given_in_the_call_may_lie_anywhere(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    program = rv.read_csv(tmp_path / "a.csv", mapping=mapping(), extract_date=EXTRACT)
    assert len(program.tables["episode"]) == 1


def test_a_missing_file_is_not_named(tmp_path: Path) -> None:
    with pytest.raises(LoadError) as caught:
        rv.read_csv(tmp_path / "Zqada Zqman.csv", mapping=mapping())
    assert caught.value.code == "RE-F00"
    assert "Zqada" not in str(caught.value)


def test_labels_tell_the_ending_only() -> None:
    assert file_label("Zqada Zqman.csv").startswith("file ")
    assert file_label("Zqada Zqman.csv").endswith(".csv")
    assert file_label("x.Zqada Zqman") == file_label("y/x.Zqada Zqman")
    assert "zq" not in file_label("x.Zqada Zqman").casefold()

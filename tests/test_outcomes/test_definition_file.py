"""Definitions are read strictly, from the package or from a user's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoveryeval.errors import OutcomeError, ReleaseError
from recoveryeval.outcomes.definition_file import families, load_definition, names

OWN = """
id = "relapse.mine"
version = "2"
title = "Mine"
sentence = "Use in {enough} of {width} weeks."
counts = "Use."
missing = "Not counted."
clock = "Enrollment."
censoring = "Last week."

[parameters]
enough = 2
width = 4
services = ["peer"]
strict = true

[source]
citation = ""
standing = "house"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_own_file_fills_its_sentence(own: Path) -> None:
    found = load_definition(own, family="relapse")
    assert found.definition().sentence == "Use in 2 of 4 weeks."
    assert found.definition().id == "relapse.mine v2"


def test_changed_parameters_are_named_in_the_id(own: Path) -> None:
    found = load_definition(str(own), family="relapse").with_parameters(enough=3, width=None)
    assert found.definition().sentence == "Use in 3 of 4 weeks."
    assert found.definition().id == "relapse.mine v2 (changed: enough=3)"
    same = found.with_parameters(width=4)
    assert same.changed == ("enough",)


@pytest.mark.parametrize(
    ("values", "code"),
    [({"enuogh": 3}, "RE-N06"), ({"enough": "3"}, "RE-N07"), ({"strict": 1}, "RE-N07")],
)
def test_a_wrong_parameter_is_refused(own: Path, values: dict, code: str) -> None:
    with pytest.raises(OutcomeError, match=code):
        load_definition(own, family="relapse").with_parameters(**values)


def test_one_text_stands_for_a_list(own: Path) -> None:
    found = load_definition(own, family="relapse").with_parameters(services="therapy")
    assert found.parameters["services"] == "therapy"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('version = "2"', "", "lacks a key"),
        ('version = "2"', "version = 2", "no text"),
        ('title = "Mine"', 'tilte = "Mine"', "nearest valid name is 'title'"),
        ("{enough}", "{enuogh}", "no parameter"),
        ("{enough}", "{enough.__class__}", "no parameter"),
        ("{enough}", "{enough!r:>99}", "no parameter"),
        ("{enough}", "{", "no parameter"),
        ("relapse.mine", "retention.mine", "id is not"),
        ("relapse.mine", "relapse.../../mine", "id is not"),
        ('"house"', '"read"', "no citation"),
        ('"house"', '"sure"', "standing"),
        ('citation = ""', 'citation = ""\ndoi = "javascript:1"', "DOI"),
        ("[parameters]", "[parameters", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_refused(own: Path, old: str, new: str, code: str) -> None:
    own.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(OutcomeError) as raised:
        load_definition(own, family="relapse")
    assert code in str(raised.value)
    assert str(own) not in str(raised.value)


def test_large_and_absent_and_outside_files_are_refused(own: Path, tmp_path: Path) -> None:
    own.write_text(OWN + "#" * 70_000, encoding="utf-8")
    for path in (own, tmp_path / "none.toml", tmp_path):
        with pytest.raises(OutcomeError, match="RE-N03"):
            load_definition(path, family="relapse")
    inner = tmp_path / "inner"
    inner.mkdir()
    with pytest.raises(ReleaseError, match="RE-P04"):
        load_definition("../mine.toml", family="relapse", root=inner)


def test_an_unknown_name_brings_the_nearest() -> None:
    with pytest.raises(OutcomeError, match="nearest valid name is 'ctn0094'"):
        load_definition("ctn094", family="relapse")
    with pytest.raises(OutcomeError, match="nearest valid name is 'relapse'"):
        names("relaps")
    for family in ("..", "../definitions", ""):
        with pytest.raises(OutcomeError, match="RE-N01"):
            names(family)


@pytest.mark.parametrize("family", families())
def test_every_shipped_definition_reads(family: str) -> None:
    assert names(family)
    for name in names(family):
        found = load_definition(name, family=family)
        assert load_definition(f"{family}.{name}", family=family) is found
        assert "{" not in found.definition().sentence

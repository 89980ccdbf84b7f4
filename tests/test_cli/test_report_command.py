"""`recoveryeval report` on small files: what the study file asks for, and what stays safe."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from test_cli.small_study import STUDY, roster, write_study

from recoveryeval.cli import main


def page(folder: Path) -> str:
    """Return the report's text."""
    text = (folder / "report/report.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_end_says_what_to_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(write_study(tmp_path))]) == 0
    told = capsys.readouterr()
    paths = [Path(line.removeprefix("Open ")) for line in told.out.splitlines()]
    assert [path.name for path in paths] == ["report.html", "report.docx"]
    assert all(path.is_file() for path in paths)


def test_groups_are_compared_with_the_named_one(tmp_path: Path) -> None:
    study = STUDY.replace('arm = "group"', 'arm = "group"\nreference = "usual"')
    assert main(["report", str(write_study(tmp_path, study=study))]) == 0
    told = page(tmp_path)
    assert "people in “peer” were still in the program" in told
    assert "peer compared with usual" in told
    assert "usual compared with peer" not in told


def test_a_randomized_study_says_so(tmp_path: Path) -> None:
    study = STUDY.replace('arm = "group"', 'arm = "group"\nrandomized = true')
    assert main(["report", str(write_study(tmp_path, study=study))]) == 0
    assert "Chance decided who was in which group" in page(tmp_path)
    assert "not assigned to these groups by chance" not in page(tmp_path)


def test_an_edited_report_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = write_study(tmp_path)
    assert main(["report", str(study)]) == 0
    path = tmp_path / "report/report.docx"
    path.write_bytes(b"edited")
    assert main(["report", str(study)]) == 2
    assert "RE-R20" in capsys.readouterr().err
    assert path.read_bytes() == b"edited"


def test_without_arms_nothing_is_compared_and_stale_tables_go(tmp_path: Path) -> None:
    assert main(["report", str(write_study(tmp_path))]) == 0
    assert (tmp_path / "report/tables/logrank_by_arm.csv").exists()
    study = write_study(tmp_path, study=STUDY.replace('arm = "group"', ""))
    assert main(["report", str(study)]) == 0
    told = page(tmp_path)
    assert "Compared with whom?" not in told
    assert "Difference between groups" not in told
    assert "Average time" in told
    assert not (tmp_path / "report/tables/logrank_by_arm.csv").exists()


def test_a_landmark_names_the_new_time_zero(tmp_path: Path) -> None:
    people = roster()
    study = STUDY.replace('arm = "group"', 'landmark = "contact"\nwithin_days = 14')
    path = write_study(tmp_path, people=people, study=study)
    contacts = pd.read_csv(tmp_path / "log.csv", dtype="string")
    late = people["client"].iloc[::3]
    first = contacts.groupby("client")["day"].rank() <= 3
    contacts[~(contacts["client"].isin(late) & first)].to_csv(tmp_path / "log.csv", index=False)
    assert main(["report", str(path)]) == 0
    told = page(tmp_path)
    assert "counting time from day 14 after intake (landmark)" in told
    assert "contact within 14 days compared with no contact within 14 days" in told


def test_small_groups_and_few_people_are_warned_about(tmp_path: Path) -> None:
    assert main(["report", str(write_study(tmp_path, people=roster(24)))]) == 0
    assert "Few people: “peer” has 12 people" in page(tmp_path)


def test_a_competing_exit_is_told_and_not_called_by_one_cause(tmp_path: Path) -> None:
    people = roster()
    study = STUDY + 'exits = { death = "competing" }\n'
    assert main(["report", str(write_study(tmp_path, people=people, study=study))]) == 0
    assert "says nothing about one cause" in page(tmp_path)


@pytest.mark.parametrize("formats", ['["html"]', '["docx"]'])
def test_only_the_forms_asked_for_are_written(tmp_path: Path, formats: str) -> None:
    study = write_study(tmp_path, study=f"{STUDY}[report]\nformats = {formats}\nfolder = 'out'\n")
    assert main(["report", str(study)]) == 0
    assert [p.suffix[1:] for p in (tmp_path / "out").glob("report.*")] == [formats[2:6]]

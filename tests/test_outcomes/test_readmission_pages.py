"""The pages about readmission tell what the package finds, and their code runs."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from five_stays import FIVE, five_program
from paths import ROOT
from stay_tables import messy_stays, people_of, same_hash

import recoveryeval as rv

FIVE_PAGE = (ROOT / "docs" / "explanation" / "readmission.md").read_text(encoding="utf-8")
STATE_PAGE = (ROOT / "docs" / "how-to" / "statewide.md").read_text(encoding="utf-8")
WAYS = ({}, {"admission": "any"}, {"planned": "count"})


def cells(pattern: str) -> list[list[str]]:
    """The cells of the rows of a table whose first cell fits."""
    rows = re.findall(rf"^\| ({pattern}) \|(.*)\|$", FIVE_PAGE, re.MULTILINE)
    return [[first, *(cell.strip() for cell in rest.split("|"))] for first, rest in rows]


def test_the_page_tells_the_stays_of_the_tests() -> None:
    for who, stays, also in cells("[A-E]"):
        told = [
            (int(a), int(b), bool(planned))
            for a, b, planned in re.findall(r"(-?\d+) to (-?\d+)( \(planned\))?", stays)
        ]
        assert told == [(a, b, planned) for a, b, planned, _ in FIVE[who][0]]
        assert ("against advice" in also) == (FIVE[who][0][0][3] == "against_advice")
        died = re.findall(r"died on day (\d+)", also)
        assert [int(d) for d in died] == ([FIVE[who][1]] if FIVE[who][1] else [])


def test_the_page_tells_what_readmission_finds() -> None:
    cohort = rv.cohort(five_program())
    page = cells(r"[A-E] \d+")
    for column, options in enumerate(WAYS, start=1):
        data = rv.readmission(cohort, definition="psychiatric_facility", **options).data
        found = [
            {0: "no", 1: f"day {t:g}", 2: f"died on day {t:g}"}[c]
            for t, c in zip(data["time"], data["cause"], strict=True)
        ]
        assert [row[column] for row in page] == found
        assert [row[0][0] for row in page] == data["person_id"].tolist()


def test_the_page_tells_what_is_found_from_time_zero() -> None:
    data = rv.readmission(rv.cohort(five_program())).data
    text = " ".join(FIVE_PAGE.split())
    for who, time, rule in zip(data["person"], data["time"], data["rule"], strict=True):
        told = f"{who} on day {time:g}" if rule == "readmission" else f"{who} died on day {time:g}"
        assert told in text


def blocks() -> dict[str, str]:
    """The code of the statewide page by its marker."""
    return dict(re.findall(r"<!-- run: (\w+) -->\n```python\n(.*?)```", STATE_PAGE, re.DOTALL))


def answer(engine: str, folder: Path) -> pd.DataFrame:
    """What the page's study finds on one engine."""
    space: dict = {}
    code = (blocks()[engine] + blocks()["study"]).replace('"stays.', f'"{folder}/stays.')
    exec(code.replace('"people.', f'"{folder}/people.'), space)  # noqa: S102
    return space["found"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two files of the page."""
    folder = tmp_path_factory.mktemp("state")
    stays = messy_stays()
    for name, frame in (("stays", stays), ("people", people_of(stays))):
        dates = {c: frame[c].dt.date for c in frame if frame[c].dtype.kind == "M"}
        frame.assign(**dates).to_parquet(folder / f"{name}.parquet")
    return folder


def test_the_code_of_the_page_runs_and_gives_one_answer(files: Path) -> None:
    assert same_hash(answer("duckdb", files)) == same_hash(answer("pandas", files))


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # those of Spark and its bridge say nothing of ours
def test_the_code_of_the_page_runs_on_spark(files: Path) -> None:
    from spark_session import local_session

    local_session()
    assert same_hash(answer("spark", files)) == same_hash(answer("pandas", files))

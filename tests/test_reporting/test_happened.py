"""A report on an outcome with competing events says how many had each, beside the curve of all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import recoveryeval as rv
from recoveryeval.reporting.blocks import Figure, Heading, Table
from recoveryeval.reporting.document import Report
from recoveryeval.reporting.study.analyze import models_of
from recoveryeval.reporting.study.study import CohortPlan, ReportPlan, RetentionPlan, Study

RNG = np.random.default_rng(5)
FRAME = pd.DataFrame(
    {
        "day": RNG.integers(1, 200, 120),
        "status": RNG.choice([0, 1, 2], 120),
        "arm": np.where(np.arange(120) % 2 == 0, "peer", "usual"),
    }
)


@pytest.fixture(scope="module")
def made() -> Report:
    ends = rv.competing_events(
        FRAME, time="day", status="status", causes={1: "readmission", 2: "death"}, name="ending"
    )
    results = [rv.kaplan_meier(ends), rv.cumulative_incidence(ends, "arm"), rv.nelson_aalen(ends)]
    made = rv.report(results, title="Endings", days=[90])
    plt.close("all")
    return made


def titles(made: Report) -> list[str]:
    return [b.text for b in made.blocks if isinstance(b, Heading) and b.level == 1]


def test_the_section_stands_after_the_curve_of_all_events(made: Report) -> None:
    found = titles(made)
    assert found.index("What happened to people") == found.index("Time to the event") + 1
    assert found.count("What happened to people") == 1


def test_shares_are_those_of_the_result(made: Report) -> None:
    caption = "Share of people by first event: readmission, death, by arm, at fixed times"
    table = next(b for b in made.blocks if isinstance(b, Table) and b.caption == caption)
    assert table.head[:3] == ("Event", "Group", "Time")
    assert [row[:2] for row in table.rows] == [
        ("readmission", "peer"),
        ("readmission", "usual"),
        ("death", "peer"),
        ("death", "usual"),
    ]
    assert all("%" in row[3] for row in table.rows)


def test_a_hazard_is_no_curve_of_staying(made: Report) -> None:
    pictures = [b.caption for b in made.blocks if isinstance(b, Figure)]
    assert len(pictures) == 3
    assert "Cumulative hazard of readmission, death" in titles(made)


@pytest.mark.parametrize("arm", [None, "arm"])
def test_a_study_with_competing_ends_estimates_them(arm: str | None, tmp_path: Path) -> None:
    program, _ = rv.synthetic_program(80, rng=np.random.default_rng(1))
    people = rv.cohort(program, arm=arm)
    exits = {"completed": "competing", "transfer": "competing", "death": "competing"}
    stay = rv.retention(people, gap_days=30, horizon_days=60, exits=exits)
    study = Study(
        root=tmp_path,
        title="Stays",
        program="P",
        extract_date=None,
        sources=(),
        cohort=CohortPlan(arm=arm),
        retention=RetentionPlan(horizon_days=60, exits=exits),
        report=ReportPlan(tmp_path),
    )
    kinds = [result.kind for result in models_of(study, people, stay)]
    assert kinds.count("cumulative_incidence") == 1
    assert kinds.index("cumulative_incidence") > kinds.index("kaplan_meier")

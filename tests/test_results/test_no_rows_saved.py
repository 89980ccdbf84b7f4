"""P09, P10: what is saved or shown of a result holds counts and estimates, and nobody's row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

MARK = "zqzq"


@pytest.fixture(scope="module")
def program() -> rv.Program:
    """Return a made-up program in which every id of a person and one covariate bear a mark."""
    made = rv.synthetic_program(60, rng=np.random.default_rng(3)).program
    names = ("person", "episode", "contact", "assessment", "response")
    tables = {name: made.tables[name].copy() for name in names}
    for frame in tables.values():
        if "person_id" in frame:
            frame["person_id"] = MARK + frame["person_id"]
    tables["person"]["team"] = MARK + pd.Series(range(60)).astype("string")
    return rv.program(tables, extract_date=made.extract_date, known={"team": "always"})


def test_a_program_shows_and_checks_without_a_row(program: rv.Program) -> None:
    shown = [repr(program), program._repr_html_(), program.checks().to_csv()]
    assert not [text for text in shown if MARK in text]


def test_results_are_saved_and_shown_without_a_row(program: rv.Program) -> None:
    cohort = rv.cohort(program)
    stay = rv.retention(cohort, gap_days=30, horizon_days=180)
    scores = rv.scale(cohort, "GSE", waves=[0, 90, 180])
    results = [
        cohort.flow(),
        rv.kaplan_meier(stay),
        rv.cox(stay, "age"),
        rv.missingness(scores),
    ]
    for result in results:
        saved = [result.to_json(), result._repr_html_(), repr(result), result.methods()]
        assert len(saved[0]) > 500
        assert not [text for text in saved if MARK in text], result.kind
    page = rv.report(results[:3], title="Stays").to_bytes("html").decode()
    assert f">{MARK}" not in page
    assert f"{MARK}0" not in page

"""People with interviews at intake and later, and what national outcomes say of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from plain_program import day, plain_program

import recoveryeval as rv

WORKS = {"source": "items", "any": {"job": [1], "school": [2, 3]}, "label": "Works"}
CLEAN = {"source": "items", "all": {"alcohol": [0], "drugs": [0]}, "label": "Abstinent"}


def answers(*rows: tuple[str, int | None, dict[str, Any]], **more: Any) -> dict[str, pd.DataFrame]:
    """Return interviews told by person, day and answers; None is an interview not held."""
    held = [
        {"assessment_id": f"a{i}", "person_id": who, "instrument": "GPRA", "date": day(when),
         "status": "complete", **more}
        for i, (who, when, _) in enumerate(rows)
    ]  # fmt: skip
    told = [
        {"assessment_id": f"a{i}", "item": item, "value": value}
        for i, (_, _, given) in enumerate(rows)
        for item, value in given.items()
    ]
    return {"assessment": pd.DataFrame(held), "response": pd.DataFrame(told)}


def people(who: str, **tables: Any) -> rv.Cohort:
    """Return people who came on day 0, with records of a year."""
    return rv.cohort(plain_program({w: {} for w in who}, **tables))


def shares(result: rv.Result, outcome: str) -> dict[tuple[str, str], tuple[float, float]]:
    """Return estimate and denominator by time and denominator in words."""
    rows = result.tidy()
    rows = rows[(rows["outcome"] == outcome) & rows["estimand"].isin(["share", "change in share"])]
    return {
        (r.level, r.term.removeprefix("of ")): (round(r.estimate, 6), r.denominator)
        for r in rows.itertuples()
    }


def counts(result: rv.Result, outcome: str) -> dict[str, int]:
    """Return counts of people that are not zero."""
    rows = result.tidy()
    rows = rows[(rows["outcome"] == outcome) & (rows["estimand"] == "number of people")]
    return {t: int(n) for t, n in zip(rows["term"], rows["n"], strict=True) if n}


def verdicts(result: rv.Result) -> dict[str, str]:
    """Return verdicts by check."""
    return dict(zip(result.checks()["id"], result.checks()["verdict"], strict=True))

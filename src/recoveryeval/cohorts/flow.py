"""The participant flow of a cohort as a Result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.errors import CohortError
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec

if TYPE_CHECKING:
    from recoveryeval.cohorts.cohort import Cohort

ASSESSED, LEFT_OUT, KEPT, IN_ARM = ("assessed", "left out", "in the analysis", "in the arm")
ALL = "all people"


def flow_result(cohort: Cohort) -> Result:
    """Return the account of everyone assessed; it balances or it is not returned."""
    n = len(cohort.frame)
    out = sum(step.n for step in cohort.steps)
    if cohort.assessed != out + n:
        raise CohortError(
            "The flow does not balance",
            code="RE-K16",
            do="This is an error of the package: please report it, without data.",
        )
    table = pd.DataFrame([_row(*row) for row in _rows(cohort)])
    note = f"Time zero: {cohort.origin}."
    return Result(
        kind="flow",
        title=f"Who is in the analysis: {n:,} of {cohort.assessed:,} people",
        table=table,
        summary=pd.DataFrame({"n": [n], "denominator": [cohort.assessed], "unit": ["people"]}),
        spec=make_spec(
            "cohort",
            cohort.parameters,
            cohort.frame[["person_id", "episode_id", "origin_day"]],
            rows_in=cohort.assessed,
            rows_used=n,
            dropped={step.reason: step.n for step in cohort.steps},
        ),
        estimand=_estimand(cohort),
        methods_text=_methods(cohort, n, out),
        check_rows=cohort.check_rows,
        labels={"title": "Participant flow", "note": note},
        plot_name="flow",
    )


def _rows(cohort: Cohort) -> list[tuple[str, str, str, int, int]]:
    """Return (step, group, what is counted, people, out of how many)."""
    n, assessed = len(cohort.frame), cohort.assessed
    rows = [("People in the program's records", ALL, ASSESSED, assessed, assessed)]
    rows += [(step.reason, ALL, LEFT_OUT, step.n, assessed) for step in cohort.steps]
    rows.append((f"In the analysis, followed from {cohort.origin}", ALL, KEPT, n, assessed))
    counts = cohort.frame["arm"].value_counts() if cohort.arms else {}
    rows += [(arm, arm, IN_ARM, int(counts.get(arm, 0)), n) for arm in cohort.arms]
    return rows


def _row(term: str, group: str, estimand: str, n: int, denominator: int) -> dict[str, object]:
    """Return one tidy row."""
    alone = estimand == IN_ARM and n == 1
    return {
        "term": term,
        "group": group,
        "estimand": estimand,
        "n": n,
        "denominator": denominator,
        "status": "flagged" if alone else "ok",
        "reason": "an arm of one person" if alone else "",
    }


def _estimand(cohort: Cohort) -> Estimand:
    """Return what the flow counts, in words."""
    return Estimand(
        population=cohort.population,
        contrast="number of people at each step",
        time_zero=cohort.origin,
        horizon="none",
        other_events="people who died or left before time zero are counted out",
        missing="people for whom a condition cannot be told are counted out, and counted apart",
    )


def _methods(cohort: Cohort, n: int, out: int) -> str:
    """Return the paragraph for a paper."""
    arms = f" Arms were defined by {cohort.arm}." if cohort.arm else ""
    reasons = "; ".join(
        f"{step.reason[:1].lower()}{step.reason[1:]}, {step.n}" for step in cohort.steps
    )
    told = f" ({reasons})" if reasons else ""
    return (
        f"Of {cohort.assessed} people in the records, {out} were left out{told} and {n} were "
        f"analyzed. The population is {cohort.population}. Time zero was {cohort.origin}.{arms} "
        "Eligibility and arms use only what was known at time zero, so that no group holds "
        "immortal time (Suissa 2008, doi:10.1093/aje/kwm324)."
    )

"""The Result of a follow-up rate: words, checks, and who was lost against who was followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.analyses.followup_rate_fates import FATES, Fates
from recoveryeval.analyses.followup_rate_intakes import Intakes
from recoveryeval.analyses.followup_rate_rows import NOT_DUE
from recoveryeval.analyses.followup_rate_rule import FollowupRule
from recoveryeval.analyses.followup_rate_windows import Windows
from recoveryeval.analyses.standardized_differences import difference_rows, known_columns
from recoveryeval.errors import CohortError, nearest
from recoveryeval.results.blank_text import blank_text
from recoveryeval.results.check import Check, Verdict
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec
from recoveryeval.schema.word_list import word_list

CONTRAST = "lost - followed"
WORTH_A_LOOK, WORRYING = 0.1, 0.25
LOST = ("out of window", "located", "not located", "no record")


def lost_rows(of: Intakes, found: Fates, columns: Sequence[str] | None) -> pd.DataFrame:
    """Return standardized differences of those lost (alive) against those followed in time."""
    asked = word_list("columns", columns, error=CohortError, code="RE-A04")
    names = known_columns(of.frame, of.known) if columns is None else list(asked)
    lost, followed = np.isin(found.fate, LOST), found.fate == "in window"
    rows: list[dict[str, Any]] = []
    for name in names:
        if name not in of.frame.columns:
            raise CohortError(
                "There is no column of that name to compare people in",
                code="RE-A04",
                column=name,
                do="Name a column of person or episode."
                + nearest(name, map(str, of.frame.columns)),
            )
        told = difference_rows(of.frame[name], lost, followed)
        rows += [{**row, "term": name, "contrast": CONTRAST} for row in told]
    return pd.DataFrame(rows)


def result_of(
    parts: tuple[Intakes, Windows, Fates],
    rule: FollowupRule,
    table: pd.DataFrame,
    lost: pd.DataFrame,
    parameters: Mapping[str, Any],
) -> Result:
    """Return the result of counts, rates and differences."""
    of, frames, found = parts
    made = rule.named.definition()
    due = int((frames.state == "due").sum())
    inside = int((found.fate == "in window").sum())
    return Result(
        kind="followup_rate",
        title=f"Follow-up: {rule.named.title}",
        table=_whole(table, lost),
        summary=pd.DataFrame({"n": [due], "n_event": [inside], "status": ["ok"]}),
        spec=make_spec(
            "followup_rate",
            {k: list(v) if isinstance(v, tuple) else v for k, v in parameters.items()},
            table,
            rows_in=len(of.frame),
            rows_used=due,
            dropped={n: int((frames.state == n).sum()) for n in NOT_DUE},
        ),
        estimand=_estimand(of, rule),
        methods_text=f"{made.sentence} {_METHODS}{f' Rule: {made.source}.' if made.source else ''}",
        check_rows=(*found.checks, *_checks(parts, lost)),
        labels={
            "title": f"Interviewed in time: {rule.named.title}",
            "x": _axis(parameters["by"]),
            "y": "Share of people due",
        },
        plot_name="followup",
    )


def _axis(by: object) -> str:
    """Return what stands side by side in the picture."""
    if by is None:
        return "Federal fiscal quarter in which the interview was due"
    return str(by).replace("_", " ").capitalize()


def _whole(table: pd.DataFrame, lost: pd.DataFrame) -> pd.DataFrame:
    """Return counts, rates and differences as one table, without gaps in its texts."""
    whole = pd.concat([t for t in (table, lost) if len(t)], ignore_index=True)
    texts = [c for c in ("group", "level", "contrast", "method", "reason") if c in whole]
    return blank_text(whole, texts)


def _estimand(of: Intakes, rule: FollowupRule) -> Estimand:
    """Return what is estimated, in words."""
    sentence = rule.named.definition().sentence.rstrip(".")
    return Estimand(
        population=of.population,
        contrast="share interviewed inside the window, of everyone due and of those alive",
        time_zero="intake" if rule.counted_from == "anchor" else "the baseline interview",
        horizon=f"the window ({sentence})",
        other_events="deaths before the window closed are in the first denominator only",
        missing="people without a record of the wave are due and not interviewed",
    )


_METHODS = (
    "Rates are given of everyone whose window had closed and of those of them who were alive, with "
    "Wilson's limits, and by the federal fiscal quarter (beginning in October) of the day due. "
    "People lost are compared with people followed by standardized differences (Austin 2009, "
    "doi:10.1002/sim.3697)."
)


def _checks(parts: tuple[Intakes, Windows, Fates], lost: pd.DataFrame) -> list[Check]:
    """Return who was not due, who has no record, and whether the lost differ."""
    of, frames, found = parts
    told = []
    undated = int((frames.state == "no date").sum())
    if undated:
        meaning = f"{undated} of {len(of.frame)} enrollments have no date to count from, or end of "
        meaning += "records; they are counted apart, and in no rate."
        told.append(Check("intakes_undated", meaning, verdict="concern", statistic=float(undated)))
    bare = int((found.fate == "no record").sum())
    if bare:
        meaning = f"{bare} people were due and are {FATES['no record']}."
        told.append(Check("due_without_record", meaning, statistic=float(bare)))
    told += _located(found)
    size = lost["estimate"].abs() if "estimate" in lost else pd.Series(dtype="float64")
    large = int((size > WORTH_A_LOOK).sum())
    if large:
        meaning = f"{large} of {len(lost)} standardized differences between people lost and people "
        meaning += (
            f"followed exceed 0.1, the largest is {size.max():.2f}: what the followed say may "
        )
        meaning += "not describe everyone."
        verdict: Verdict = "concern" if size.max() > WORRYING else "note"
        told.append(Check("lost_differ", meaning, verdict=verdict, statistic=float(large)))
    return told


def _located(found: Fates) -> list[Check]:
    """Return a note where nobody's record says whether they were located."""
    if np.isin(found.fate, ("located", "not located")).any():
        return []
    meaning = "Whether people were located is not recorded, so there is no rate of those located. "
    meaning += "Name the column that says so: status_column=..."
    return [Check("located_not_recorded", meaning)]

"""The results of a cohort's people in the panel table, as rows of weeks counted from the anchor."""

from __future__ import annotations

import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError, nearest


def cohort_results(cohort: Cohort, *, substance: str | None, source: str | None) -> pd.DataFrame:
    """Return the results: person (row of the people), period (week), substance and value.

    Weeks count from the anchor. Days of a daily panel are put together: a week
    with a day of use is a week of use, since its other days do not speak
    against it.
    """
    panel = cohort.program.tables["panel"]
    if panel.empty:
        raise OutcomeError(
            "The program holds no weekly results",
            code="RE-W10",
            rows=0,
            do="Map the panel table, or use a definition from dated events or interviews: "
            "definitions('relapse') says what each needs.",
        )
    for column, wanted in (("substance", substance), ("source", source)):
        if wanted is not None:
            panel = panel[_chosen(panel[column], wanted, column)]
    key = cohort.frame[["episode_id"]].reset_index(drop=True).rename_axis("person").reset_index()
    own = key.merge(panel, on="episode_id", how="inner")
    if own.empty:
        raise OutcomeError(
            "Nobody of the cohort has a weekly result",
            code="RE-W10",
            rows=0,
            do="Check that the panel belongs to these enrollments.",
        )
    return _by_week(own)


def _by_week(own: pd.DataFrame) -> pd.DataFrame:
    """Return results by week: days of a daily panel put together."""
    daily = (own["unit"] == "day").fillna(False).to_numpy(dtype=bool)
    if not (daily | (own["unit"] == "week").fillna(False).to_numpy(dtype=bool)).all():
        raise OutcomeError(
            "The panel has periods that are neither days nor weeks",
            code="RE-W11",
            column="unit",
            do="Give results by week or by day.",
        )
    period = own["period"].astype("int64")
    own = own.assign(period=period.where(~daily, period // 7), daily=daily)
    return own[~_overruled(own)][["person", "period", "substance", "value"]]


def _chosen(column: pd.Series, wanted: str, name: str) -> pd.Series:
    """Return which rows are of one substance or source; a word that no row has is refused."""
    named = isinstance(wanted, str)
    found = (column == wanted).fillna(False) if named else pd.Series(False, index=column.index)
    if not found.any():
        held = sorted(str(v) for v in column.dropna().unique())
        raise OutcomeError(
            f"The panel has no results of that {name}",
            code="RE-W12",
            column=name,
            do=f"It has: {', '.join(held)}." + nearest(str(wanted), held),
        )
    return found


def _overruled(own: pd.DataFrame) -> pd.Series:
    """Return which days without use stand in a week with a day of use."""
    key = [own[c] for c in ("person", "period", "substance", "source", "daily")]
    use = (own["value"] == "pos").fillna(False)
    any_use = use.groupby(key, dropna=False, observed=True).transform("any")
    return own["daily"] & any_use & ~use

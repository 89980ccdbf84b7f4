"""Groups without an event by the horizon: no ratio to nothing, and no error shown as sure.

Pseudo-observations share the censoring of everyone, so that such a group gets a share that is not
zero, a ratio that looks like any other, and an error far too small.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.models.curves.pseudo_input import PseudoInput
from recoveryeval.models.factor_text import factor_text
from recoveryeval.models.lone_levels import terms_about
from recoveryeval.results.status import NUMBERS

NO_RATIO_TO_NOTHING = (
    "nobody in this group, or in the one it is compared with, had the event by then: no ratio"
)
UNSURE = (
    "nobody in this group, or in the one it is compared with, had the event by then: its error is "
    "too small; cumulative_incidence() and rmst() with by= have limits that hold"
)


def without_events(found: PseudoInput) -> np.ndarray:
    """Return which terms (q,) are about a group in which nobody had the event by the horizon."""
    cells, design = found.cells, found.found
    happened = (cells.cause == 1) & (cells.time <= found.horizon)
    eventless = {}
    for name, levels in design.levels.items():
        text = pd.Series(factor_text(found.frame[name], levels), dtype=object)
        seen = set(text[happened].astype(str))
        eventless[name] = {level for level in levels if level not in seen}
    silent = terms_about(design, eventless)
    for place, column in enumerate(design.matrix.T):
        if np.isin(column, (0.0, 1.0)).all() and column.any() and not column.all():
            both = column[happened].any() and not column[happened].all()
            silent[place] |= not both
    return silent


def told_without_events(table: pd.DataFrame, found: PseudoInput) -> pd.DataFrame:
    """Return rows in which groups without events have no ratio, and a warning beside the rest."""
    terms = np.array(found.found.terms)[without_events(found)]
    about = table["term"].isin(terms) & table["status"].isin(["ok", "flagged"])
    ratio = about & (table["estimand"] == found.aim.ratio) & found.aim.of_shares
    table = table.copy()
    table.loc[about, ["status", "reason"]] = ["flagged", UNSURE]
    table.loc[ratio, [c for c in (*NUMBERS, "df") if c in table]] = np.nan
    table.loc[ratio, ["status", "reason"]] = ["not_estimable", NO_RATIO_TO_NOTHING]
    return table

"""Comparisons of a model corrected for their number, and what their limits then mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.results.check import Check
from recoveryeval.results.result import Result
from recoveryeval.results.row_answer import tested
from recoveryeval.stats.simultaneous import (
    Correction,
    check_correction,
    corrected,
    level_of_each,
)

_NAME = {"holm": "Holm", "bonferroni": "Bonferroni", "sidak": "Sidak", "tukey": "Tukey"}


def refuse_correction(adjust: Correction, method: str, levels: int) -> None:
    """Raise on corrections there are none of, and on Tukey's where not every pair is compared."""
    check_correction(adjust)
    if adjust == "tukey" and (method != "pairwise" or levels < 2):
        raise EstimationError(
            "Tukey's correction is for every pair of a factor's levels",
            code="RE-M30",
            do="Use method='pairwise', or adjust='holm' or 'bonferroni'.",
        )


def tested_together(
    model: Result, rows: Sequence[np.ndarray], adjust: Correction, *, levels: int, conf_level: float
) -> list[dict[str, Any]]:
    """Return the tidy numbers of contrast rows, limits holding together where that is defined."""
    found = [tested(model, row, conf_level) for row in rows]
    if adjust == "none":
        return found
    p, t, df = (
        np.array([r[k] for r in found], dtype=float) for k in ("p_value", "statistic", "df")
    )
    count = int((~np.isnan(p)).sum())
    p_values = corrected(p, t, df, adjust, levels)
    each = [level_of_each(conf_level, adjust, count, levels=levels, df=d) for d in df]
    again = [tested(model, row, level) for row, level in zip(rows, each, strict=True)]
    name = _method(adjust, count, levels)
    return [
        {**r, "p_value": float(q), "method": name} for r, q in zip(again, p_values, strict=True)
    ]


def _method(adjust: Correction, count: int, levels: int) -> str:
    """Return what p values and limits of every row are."""
    if adjust == "holm":
        return f"p value: Holm, {count} comparisons; limits: each comparison by itself"
    of = f"{levels} levels" if adjust == "tukey" else f"{count} comparisons"
    return f"p value and limits together: {_NAME[adjust]}, {of}"


def told_together(found: Result, adjust: Correction) -> Result:
    """Return the comparisons with what was corrected among their checks."""
    if adjust == "none":
        return found
    count, level = int(found.table["p_value"].notna().sum()), found.table["conf_level"].iloc[0]
    limits = (
        "limits are those of each comparison by itself, because Holm's steps have none"
        if adjust == "holm"
        else f"limits cover all of them at once with {100 * level:g} %"
    )
    what = f"{count} comparisons ({_NAME[adjust]})"
    if adjust == "tukey":
        what = "comparing every pair of levels (Tukey)"
    told = f"P values are corrected for {what}; {limits}."
    check = Check("multiplicity", told, "note", statistic=float(count))
    return replace(found, check_rows=(*found.check_rows, check))

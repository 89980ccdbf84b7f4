"""Words of Gray's test: its paragraph for a paper, and what few events mean for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from recoveryeval.models.curves.logrank_words import ADJUSTED, FEW_EVENTS
from recoveryeval.models.words import versions
from recoveryeval.results.check import Check


def gray_methods(asked: Mapping[str, Any], within: str) -> str:
    """Return the paragraph for a paper."""
    weighted = (
        f", times weighted by (1 - F)^{asked['rho']:g} to stress early ones" if asked["rho"] else ""
    )
    pairs = ""
    if asked["pairwise"] is not None:
        corrected = ADJUSTED.get(asked["pairwise"])
        pairs = " Pairs of groups were compared by the same test" + (
            f", p values corrected by {corrected} for each event by itself." if corrected else "."
        )
    return (
        f"Cumulative incidences were compared between groups of {asked['by']}{within} by Gray's "
        f"test (Gray 1988, doi:10.1214/aos/1176350951){weighted}.{pairs} "
        f"Software: {versions('scipy')}."
    )


def few_events(rows: pd.DataFrame) -> tuple[Check, ...]:
    """Return a note for each cause that few people had; ``rows`` are its tests of all groups."""
    few = rows[(rows["n_event"] > 0) & (rows["n_event"] < FEW_EVENTS)]
    return tuple(
        Check(
            "few_events",
            f"Event {cause}: {count:g} people had it, so the chi-square approximation is rough.",
            "note",
            float(count),
        )
        for cause, count in zip(few["cause"], few["n_event"], strict=True)
    )

"""What a result on reliability says in words."""

from __future__ import annotations

import numpy as np

from recoveryeval.models.words import versions
from recoveryeval.results.check import Check, Verdict
from recoveryeval.results.estimand import Estimand

_WORDS = {
    "items": (
        "How well the items agree",
        "share of the variance of the score that its items have in common",
        "coefficient alpha with Feldt's limits and omega of one factor by maximum likelihood",
    ),
    "scores": (
        "How well scores repeat",
        "share of the variance of single scores that lies between people",
        "intraclass correlations with McGraw and Wong's limits",
    ),
    "categories": (
        "How well two raters agree",
        "agreement of two raters beyond what chance makes",
        "Cohen's kappa with its large-sample standard error",
    ),
}


def words_of(of: str, used: int, conf_level: float) -> tuple[str, str, str]:
    """Return the title, the estimand's contrast and the methods paragraph."""
    title, contrast, how = _WORDS[of]
    methods = (
        f"Reliability was estimated in {used} complete rows by {how} "
        f"({100 * conf_level:g} % limits; {versions('scipy')})."
    )
    return title, contrast, methods


def estimand_words(contrast: str, incomplete: int) -> Estimand:
    """Return what is estimated, and in whom."""
    return Estimand(
        population="everyone in the data",
        contrast=contrast,
        time_zero="not applicable",
        horizon="not applicable",
        other_events="none were recorded",
        missing=f"{incomplete} rows with a blank" if incomplete else "nobody was left out",
    )


def item_checks(names: list[str], rest: np.ndarray) -> list[Check]:
    """Say which items run against the rest of their scale."""
    low = [name for name, r in zip(names, rest, strict=True) if r < 0]
    if not low:
        return []
    told = (
        f"These items run against the rest of the scale: {', '.join(low)}. They may need to be "
        "turned, or measure something else."
    )
    return [Check("item_rest", told, "concern", statistic=float(np.nanmin(rest)))]


def left_out(rows: int, used: int) -> list[Check]:
    """Say how many rows were incomplete."""
    lost = rows - used
    if not lost:
        return []
    told = f"Rows with a blank, which were left out: {lost} of {rows}."
    verdict: Verdict = "concern" if lost > 0.2 * rows else "note"
    return [Check("incomplete_rows", told, verdict, statistic=lost / rows)]

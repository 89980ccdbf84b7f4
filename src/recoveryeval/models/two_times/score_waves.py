"""Scores of the same people at two waves, where a rule of measurement error can be asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.groups import labels_from
from recoveryeval.models.two_times.two_waves import TwoWaves, two_waves
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.scales.paired_scores import LARGEST, varies


def score_waves(
    outcome: Outcome, before: object, after: object, by: str | None, *, reference: str | None = None
) -> TwoWaves:
    """Return the waves, the reference first; what has no scores, or none that vary, is refused."""
    refuse_table(outcome)
    if outcome.kind == "binary":
        raise EstimationError(
            "Reliable change is about scores",
            code="RE-M03",
            do="Use paired() for yes-or-no answers.",
        )
    waves = two_waves(outcome, before, after, by)
    if waves.matched.empty or len(waves.frame) < 2:
        raise EstimationError(
            "Nobody, or one person only, has both scores",
            code="RE-MC21",
            rows=len(waves.matched),
            do="Choose other waves, or wider windows.",
        )
    _refuse_scores(waves.frame[["before", "after"]].to_numpy(dtype="float64"))
    return replace(waves, labels=labels_from(waves.labels, reference))


def _refuse_scores(scores: np.ndarray) -> None:
    """Refuse scores (n, 2) that cannot be squared, or do not vary at the first wave."""
    if not np.nanmax(np.abs(scores)) < LARGEST:
        raise EstimationError(
            "Scores are too large for their variance to be computed",
            code="RE-MC22",
            column="value",
            do="Give them in a larger unit.",
        )
    if not varies(scores[:, 0]):
        raise EstimationError(
            "Scores at the first wave are all the same, so measurement error is not known",
            code="RE-E38",
            column="value",
            rows=len(scores),
            do="Check the scores; paired() describes the change without a rule.",
        )

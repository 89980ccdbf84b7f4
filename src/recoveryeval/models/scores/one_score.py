"""One score per person out of repeated measures, with an earlier score as a covariate."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.scores.one_wave import at_wave, refuse_waves_as_groups
from recoveryeval.models.scores.scored_rows import scored_rows
from recoveryeval.outcomes.outcome import Outcome

BASELINE = "baseline"


@dataclass(frozen=True, slots=True, eq=False)
class OneScore:
    """A frame with one row per person: ``value`` and covariates, ``baseline`` where asked for."""

    frame: pd.DataFrame
    covariates: tuple[str, ...]
    dropped: dict[str, int]


def one_score(outcome: Outcome, wave: object, baseline: object) -> OneScore:
    """Return the score at a wave, and beside it the same person's score at the baseline wave."""
    if outcome.kind != "repeated":
        raise EstimationError(
            f"This model needs scores, not an outcome of kind {outcome.kind}",
            code="RE-M03",
            do="Give the outcome of repeated_measures(), scale() or self_efficacy().",
        )
    frame = scored_rows(outcome)
    chosen = frame if wave is None else at_wave(frame, wave, "a score")
    if chosen["person"].duplicated().any():
        raise EstimationError(
            "Some people have several scores, so their rows are not independent",
            code="RE-M07",
            rows=int(chosen["person"].duplicated().sum()),
            do="Name wave= to take one score per person, or use mixed_model() or mmrm().",
        )
    covariates = tuple(c for c in outcome.covariates if c != BASELINE)
    if baseline is None:
        return OneScore(chosen.reset_index(drop=True), outcome.covariates, {})
    before, joined = at_wave(frame, baseline, "a score"), beside_baseline(chosen, frame, baseline)
    lost = set(before["person"]) - set(chosen["person"])
    return OneScore(joined, (BASELINE, *covariates), {"no score at the wave": len(lost)})


def refuse_formula(outcome: Outcome, formula: str, baseline: object) -> None:
    """Raise where a formula compares waves, or names a baseline score of an unknown wave."""
    refuse_waves_as_groups(formula)
    if baseline is None and BASELINE not in outcome.covariates and _names(formula):
        raise EstimationError(
            "The formula names the baseline score, and which wave it is from is not said",
            code="RE-M05",
            column=BASELINE,
            do="Name it, for example baseline=0.",
        )


def _names(formula: str) -> bool:
    """Return whether a formula has the term of the baseline score."""
    return re.search(rf"\b{BASELINE}\b", formula) is not None


def beside_baseline(chosen: pd.DataFrame, frame: pd.DataFrame, baseline: object) -> pd.DataFrame:
    """Return chosen rows with the same person's score at the baseline wave beside them."""
    before = at_wave(frame, baseline, "a score")[["person", "value"]]
    return chosen.drop(columns=BASELINE, errors="ignore").merge(
        before.rename(columns={"value": BASELINE}), on="person", how="left", validate="m:1"
    )


def with_baseline(frame: pd.DataFrame, baseline: object) -> pd.DataFrame:
    """Return the later rows of repeated measures, the score at the baseline wave beside each."""
    later = frame[frame["wave"].astype(str) != str(baseline)] if "wave" in frame else frame
    made = beside_baseline(later, frame, baseline).reset_index(drop=True)
    made["wave"] = made["wave"].cat.remove_unused_categories()
    return made

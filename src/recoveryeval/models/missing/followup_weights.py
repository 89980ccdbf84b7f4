"""Weights that let people who came back speak for people like them who did not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.models.answers.separated import fit_or_penalize
from recoveryeval.models.design import design
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.missing.impute_helpers import refuse_varying
from recoveryeval.models.missing.impute_wide import BEYOND_DEATH
from recoveryeval.models.missing.pooled_checks import named
from recoveryeval.models.scores.one_score import BASELINE
from recoveryeval.models.scores.one_wave import is_wave
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check, Verdict

WEIGHT, CAME = "followup_weight", "_came_back"
LARGE, LITTLE = 10.0, 0.05


def followup_weights(
    outcome: Outcome, formula: str, *, wave: object, baseline: object = None
) -> Outcome:
    """Weight people seen at a wave, so that they stand for everyone who was due.

    A weighted comparison estimates what everyone due at the wave would show,
    had coming back depended on nothing but the formula's terms.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``repeated``, with waves.
    formula : str
        What coming back may depend on, such as ``"arm * baseline + age"``.
    wave : wave
        The wave whose scores are to be weighted.
    baseline : wave or None
        Wave whose score is the term ``baseline``. People with a blank in it, or
        in another term, get no weight and are counted.

    Returns
    -------
    Outcome
        The same outcome with the column ``followup_weight`` at that wave, for
        ``linear(..., weights="followup_weight")``.

    Raises
    ------
    EstimationError
        When there is no such wave, nobody or everybody came back, or a term
        changes within people.

    Notes
    -----
    The weight is the share who came back over each person's chance to, by
    logistic regression, so that weights are one on average. Errors that treat
    the weights as known are on the safe side.

    References
    ----------
    Seaman SR, White IR (2013). doi:10.1177/0962280210395740

    Examples
    --------
    >>> import numpy as np
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(300, rng=np.random.default_rng(1))
    >>> scores = rv.scale(rv.cohort(program), "GSE", waves=[0, 180])
    >>> weighted = rv.followup_weights(scores, "arm * baseline", wave=180, baseline=0)
    >>> found = rv.linear(weighted, "arm", wave=180, weights="followup_weight")
    >>> found.tidy()["status"].tolist()
    ['ok', 'ok']
    """
    people = _due(outcome, wave, baseline)
    names = tuple(name for name in people.columns if name not in ("person", CAME))
    refuse_varying(outcome.frame, [name for name in outcome.covariates if named(name, formula)])
    found = design(people, formula, covariates=names, intercept=True)
    used = people.loc[found.kept]
    seen = used[CAME].to_numpy(dtype=float)
    if seen.min() == seen.max():
        raise EstimationError(
            "Everybody who was due came back, or nobody did, so there is nothing to weight",
            code="RE-MI51",
            rows=len(seen),
            do="Use linear() or mmrm() without weights.",
        )
    fit, penalized = fit_or_penalize(seen, np.ones(len(seen)), found.matrix)
    chance = 1 / (1 + np.exp(-found.matrix @ fit.beta))
    weight = pd.Series(seen.mean() / chance, index=used["person"].to_numpy())
    came = weight[seen == 1]
    checks = (
        *_checks(came.to_numpy(), chance, penalized, wave),
        *_left_out(int(people[CAME].sum()) - len(came), len(people) - len(used)),
    )
    return _carrying(outcome, came, wave, checks)


def _carrying(
    outcome: Outcome, came: pd.Series, wave: object, checks: tuple[Check, ...]
) -> Outcome:
    """Return the outcome with people's weights at the wave, and what is to be said of them."""
    frame = outcome.data
    here = is_wave(frame["wave"], wave) & frame["value"].notna()
    frame[WEIGHT] = frame["person"].map(came).where(here)
    return replace(
        outcome,
        frame=frame,
        covariates=tuple(dict.fromkeys([*outcome.covariates, WEIGHT])),
        check_rows=(*outcome.check_rows, *checks),
    )


def _due(outcome: Outcome, wave: object, baseline: object) -> pd.DataFrame:
    """Return everyone whose interview at the wave was due: ``seen`` and what is known of them."""
    refuse_table(outcome)
    if outcome.kind != "repeated" or "wave" not in outcome.frame:
        raise EstimationError(
            "Weights for coming back need scores at planned waves",
            code="RE-MI50",
            do="Give the outcome of scale(), or of repeated_measures() with wave=.",
        )
    frame = outcome.data
    _refuse_unknown(frame["wave"], wave, baseline)
    at = frame[is_wave(frame["wave"], wave)]
    people = frame.drop_duplicates("person")[["person", *outcome.covariates]]
    seen = at.loc[at["value"].notna(), "person"]
    people = people.assign(**{CAME: people["person"].isin(seen).astype(float)})
    if "missing" in at:
        gone = at.loc[at["missing"].isin(("not_yet_due", BEYOND_DEATH)), "person"]
        people = people[~people["person"].isin(gone)]
    if baseline is not None:
        first = frame[is_wave(frame["wave"], baseline)].set_index("person")["value"]
        people = people.assign(**{BASELINE: people["person"].map(first)})
    return people.reset_index(drop=True)


def _refuse_unknown(waves: pd.Series, *asked: object) -> None:
    """Refuse waves that the outcome does not have."""
    known = list(dict.fromkeys(waves.astype(str)))
    for wave in asked:
        if wave is not None and not is_wave(waves, wave).any():
            raise EstimationError(
                "The outcome has no such wave",
                code="RE-MI50",
                do=f"Use one of the outcome's waves ({len(known)}).{nearest(str(wave), known)}",
            )


def _left_out(seen: int, due: int) -> tuple[Check, ...]:
    """Say how many people have no weight, because a term of theirs is blank."""
    if not due:
        return ()
    told = (
        f"People due who have a blank in a term: {due}, of whom {seen} were seen. They get no "
        "weight; fill their blanks first, or leave the term out."
    )
    return (Check("followup_blank", told, "concern" if seen else "note", statistic=float(due)),)


def _checks(
    weights: np.ndarray, chance: np.ndarray, penalized: bool, wave: object
) -> tuple[Check, ...]:
    """Say how uneven the weights are, and whether someone hardly could have come back."""
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    largest, least = float(weights.max()), float(chance.min())
    told = (
        f"Weights of people seen at wave {wave} go up to {largest:.1f}; the {len(weights)} seen "
        f"tell as much as {effective:.0f} without weights would."
    )
    verdict: Verdict = "concern" if largest > LARGE or least < LITTLE else "note"
    checks = [Check("followup_weights", told, verdict, statistic=effective)]
    if penalized:
        told = "Some kind of people always, or never, came back; the weights are penalized."
        checks.append(Check("followup_separated", told, "concern"))
    return tuple(checks)

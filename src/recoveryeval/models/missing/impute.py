"""Absent scores filled several times, so that what is not known shows in the errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.missing.impute_draw import Rule, draw, refuse_thin
from recoveryeval.models.missing.impute_wide import PersonWide, person_wide
from recoveryeval.models.missing.impute_words import impute_checks, impute_methods
from recoveryeval.models.missing.imputed import Imputed
from recoveryeval.models.progress import with_bar
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.missing.chained_equations import Method

Strategy = Literal["missing at random", "jump to reference"]
FILLED, FILLED_AHEAD = "imputed", "imputed, not due yet"


def impute(
    outcome: Outcome,
    *,
    m: int = 20,
    rng: int | np.random.Generator,
    by: str | None = None,
    auxiliaries: Sequence[str] = (),
    strategy: Strategy = "missing at random",
    reference: str | None = None,
    method: Method = "regression",
    iterations: int = 10,
) -> Imputed:
    """Fill absent scores several times from what is known of each person.

    Models on the result estimate what they would have, had everyone been seen
    and had absence depended on what was seen (or, by strategy, had people gone
    on as the reference group after they left).

    Parameters
    ----------
    outcome : Outcome
        Of kind ``repeated``, with waves.
    m : int
        Number of completed versions; twenty or more for a paper.
    rng : int or numpy.random.Generator
        Source of randomness; the same number gives the same versions.
    by : str or None
        Column of groups that are imputed apart, which lets everything differ
        between them; name the arm.
    auxiliaries : sequence of str
        Columns that help to predict scores or absence, one value per person.
    strategy : {"missing at random", "jump to reference"}
        What holds after a person's last interview. With the second, people of
        other groups go on as ``reference`` does; people whose next interview is
        not due yet have not left.
    reference : str or None
        Reference group, with ``by``.
    method : {"regression", "matching"}
        Normal draws, or values of people predicted alike.
    iterations : int
        Rounds of the chain.

    Returns
    -------
    Imputed
        ``fit(model)`` pools any model over the versions.

    Raises
    ------
    EstimationError
        When a group has too few people seen at a wave, an auxiliary changes
        within people, or carrying the last score forward is asked for.

    Notes
    -----
    Chained equations on one row per person: every wave on all others and the
    auxiliaries. Variances are drawn around the regressions' own, which a vague
    prior would exceed in small groups. Scores after death do not exist and are
    not made up. Under jump to reference Rubin's variance does not reward
    ignorance: it keeps the information of the data.

    References
    ----------
    White IR, Royston P, Wood AM (2011). doi:10.1002/sim.4067.
    Carpenter JR, Roger JH, Kenward MG (2013). doi:10.1080/10543406.2013.834911.
    von Hippel PT (2013). doi:10.1177/0049124113494582

    Examples
    --------
    >>> import numpy as np
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(300, rng=np.random.default_rng(1))
    >>> scores = rv.scale(rv.cohort(program), "GSE", waves=[0, 90, 180])
    >>> versions = rv.impute(scores, m=5, rng=1, by="arm")
    >>> pooled = versions.fit(lambda s: rv.linear(s, "arm", wave=180).contrasts("arm"))
    >>> bool(pooled.tidy()["df"].iloc[0] > 5)
    True
    """
    _refuse_call(m, strategy, reference, by, iterations)
    source = np.random.default_rng(rng)
    wide = person_wide(outcome, auxiliaries, by)
    refuse_thin(wide, reference=reference)
    rule = Rule(method, iterations, reference)
    rounds = with_bar(range(m), "Imputing", m)
    whole, there = _completed(outcome, wide)
    made = tuple(
        replace(whole, frame=whole.frame.assign(value=draw(wide, rule, source).ravel()[there]))
        for _ in rounds
    )
    filled = int(wide.fill.sum())
    asked = {"m": m, "by": by, "auxiliaries": list(auxiliaries), "strategy": strategy,
             "reference": reference, "method": method, "iterations": iterations}  # fmt: skip
    return Imputed(
        outcomes=made,
        source=outcome,
        filled=filled,
        methods_text=impute_methods(asked, filled, versions()),
        parameters=asked,
        check_rows=(*outcome.check_rows, *impute_checks(wide, reference)),
    )


def _refuse_call(
    m: int, strategy: str, reference: str | None, by: str | None, iterations: int
) -> None:
    """Refuse what cannot be done, and what should not be."""
    if "forward" in strategy or strategy in ("locf", "last observation"):
        raise EstimationError(
            "Carrying the last score forward is not offered: it assumes that nobody changes after "
            "they are lost, and its limits are too narrow by far",
            code="RE-E42",
            do="Use strategy='missing at random', and tipping_point() to see what it would take to "
            "change the answer.",
        )
    if strategy not in ("missing at random", "jump to reference"):
        raise EstimationError(
            "There is no such strategy",
            code="RE-MI43",
            do="Use 'missing at random' or 'jump to reference'.",
        )
    if (strategy == "jump to reference") != (reference is not None) or (reference and not by):
        raise EstimationError(
            "Jump to reference needs a reference group, and nothing else does",
            code="RE-MI43",
            do="Name by= and reference=, for example by='arm', reference='usual care'.",
        )
    if m < 2 or iterations < 1:
        raise EstimationError(
            "Imputation needs at least two versions and one round",
            code="RE-MI40",
            do="Use m=20 and iterations=10.",
        )


def _completed(outcome: Outcome, wide: PersonWide) -> tuple[Outcome, np.ndarray]:
    """Return the outcome with everyone at every wave, gaps open, and which cells (n k,) exist.

    Scores after death do not exist, and what changes within people cannot be carried.
    """
    frame = outcome.data
    n, k = wide.scores.shape
    grid = pd.DataFrame(
        {
            "person": np.repeat(wide.people.to_numpy(), k),
            "wave": pd.Categorical(list(wide.waves) * n, categories=list(wide.waves), ordered=True),
            "value": wide.scores.ravel(),
            "missing": np.where(
                wide.ahead.ravel(), FILLED_AHEAD, np.where(wide.fill.ravel(), FILLED, "")
            ),
        }
    ).astype({"person": frame["person"].dtype, "missing": "string"})
    varied = frame.groupby("person", observed=True)[list(outcome.covariates)].nunique().max()
    constant = tuple(name for name in outcome.covariates if varied[name] <= 1)
    people = frame.drop_duplicates("person").set_index("person")[list(constant)]
    made = grid.join(people, on="person")
    if "day" in frame:
        made["day"] = _days(frame, made)
    there = (wide.fill | ~np.isnan(wide.scores)).ravel()
    whole = replace(
        outcome, frame=made[there].reset_index(drop=True), covariates=constant, rows_in=n * k,
        dropped={}, check_rows=(),
    )  # fmt: skip
    return whole, there


def _days(frame: pd.DataFrame, made: pd.DataFrame) -> pd.Series:
    """Return the day of every score; an imputed one stands on its wave's usual day."""
    usual = frame.groupby(frame["wave"].astype(str), observed=True)["day"].median()
    own = frame.assign(key=frame["wave"].astype(str)).set_index(["person", "key"])["day"]
    at = pd.MultiIndex.from_arrays([made["person"], made["wave"].astype(str)])
    seen = own.reindex(at).to_numpy(dtype="float64")
    return pd.Series(seen, index=made.index).fillna(made["wave"].astype(str).map(usual))

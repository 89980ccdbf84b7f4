"""How much coaches differ in their people's scores, without mistaking noise for skill."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.repeated.coach_rows import coach_rows
from recoveryeval.models.repeated.group_checks import FEW, group_checks
from recoveryeval.models.repeated.random_fit import RandomFit, fit_random
from recoveryeval.models.repeated.random_input import random_input
from recoveryeval.models.words import estimand_of, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec
from recoveryeval.stats.gaussian.gaussian_effects import group_effects


def coach_effects(
    outcome: Outcome,
    formula: str,
    *,
    coach: str = "coach",
    site: str | None = None,
    random: str = "1",
    conf_level: float = 0.95,
) -> Result:
    """Estimate how far each coach's people score from average, shrunken toward it.

    The estimand is the difference of a coach's people from the average coach's
    at equal values of the formula's terms. It is no measure of merit: people
    are not given to coaches by lot.

    Parameters
    ----------
    outcome : Outcome
        Kind ``repeated``.
    formula : str
        Right-hand side that makes coaches comparable, such as
        ``"wave + severity"``.
    coach : str
        Column that tells coaches apart; at least six.
    site : str or None
        Column within whose groups coaches lie; coaches are then compared
        within their site.
    random : str
        What differs between people, as in ``mixed_model()``.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Result
        Three rows per coach (``group``), with ``n`` people: the raw difference,
        the shrunken difference with its comparison error and limits, and its
        reliability.

    Raises
    ------
    EstimationError
        With fewer than six coaches, or people who had two.

    Notes
    -----
    Best linear unbiased prediction. The error is that of prediction, with fixed
    effects estimated and variances as if known; limits are normal. Reliability
    is one less the share of the variance between coaches that is still unknown
    for this one.

    References
    ----------
    Robinson GK (1991). doi:10.1214/ss/1177011926.
    Goldstein H, Spiegelhalter DJ (1996). doi:10.2307/2983325

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> import recoveryeval as rv
    >>> rng = np.random.default_rng(2)
    >>> seen = pd.DataFrame({"id": np.repeat(range(48), 2), "wave": [0, 3] * 48})
    >>> seen["coach"] = [f"coach {i % 8 + 1}" for i in seen["id"]]
    >>> seen["gse"] = 25 + 2.0 * (seen["id"] % 8) + rng.normal(0, 3, 96)
    >>> scores = rv.repeated_measures(seen, value="gse", person="id", wave="wave")
    >>> rows = rv.coach_effects(scores, "wave").tidy()
    >>> bool((rows.loc[rows["estimand"] == "reliability", "estimate"] > 0.5).all())
    True
    """
    check_conf_level(conf_level)
    groups = [coach] if site is None else [site, coach]
    given = random_input(outcome, formula, random=random, groups=groups)
    _refuse_few(len(given.levels[-1].labels), coach)
    found = fit_random(given, reml=True)
    effects = group_effects(found.given.patterns, found.fit, len(groups) - 1)
    asked = {"formula": formula, "coach": coach, "site": site, "random": random}
    table = coach_rows(found, effects, conf_level)
    return _result(outcome, found, table, {**asked, "conf_level": conf_level})


def _result(
    outcome: Outcome, found: RandomFit, table: pd.DataFrame, asked: dict[str, Any]
) -> Result:
    """Return the Result of a table of coaches."""
    given = found.given
    dropped = given.fixed.dropped
    told = "difference of a coach's people from those of the average coach"
    title = f"Coaches and {outcome.name}"
    x = f"Difference in {outcome.name} from the average coach"
    return Result(
        kind="coach_effects",
        title=title,
        table=table,
        summary=_summary(found),
        spec=make_spec(
            "coach_effects",
            asked,
            outcome.frame,
            rows_in=outcome.rows_in or len(outcome.frame),
            rows_used=given.scores,
            dropped={**outcome.dropped, **dropped},
            libraries=("scipy",),
        ),
        estimand=estimand_of(outcome, told, dropped=dropped),
        methods_text=_methods(outcome, found, asked["coach"], asked["site"]),
        check_rows=(*outcome.check_rows, *found.checks, *group_checks(given.levels), _no_merit()),
        labels={"title": title, "x": x, "y": "", "unit": asked["coach"]},
        plot_name="shrinkage",
    )


def _refuse_few(coaches: int, column: str) -> None:
    """Raise with fewer coaches than a variance between them can be told from."""
    if coaches < FEW:
        raise EstimationError(
            "With fewer than six coaches, differences between them cannot be told from chance",
            code="RE-M58",
            column=column,
            rows=coaches,
            do="Report the program as a whole; use mixed_model(groups=) so that its limits know "
            "that people share coaches.",
        )


def _summary(found: RandomFit) -> pd.DataFrame:
    """Return the one row about the whole analysis."""
    return pd.DataFrame(
        {
            "n": [found.given.people],
            "denominator": [found.given.scores],
            "log_likelihood": [found.fit.log_likelihood],
            "method": ["REML"],
            "status": ["ok"],
        }
    )


def _no_merit() -> Check:
    """Say what the numbers are not."""
    told = (
        "People are not given to coaches by lot: differences may lie in who is served. Limits are "
        "for each coach against the average, not for ranking coaches."
    )
    return Check("not_a_ranking", told, "note")


def _methods(outcome: Outcome, found: RandomFit, coach: str, site: str | None) -> str:
    """Return one paragraph in journal style."""
    within = "" if site is None else f", within {site}"
    return (
        f"Differences between {len(found.given.levels[-1].labels)} groups of {coach}{within} in "
        f"{outcome.name} ({found.given.scores} scores of {found.given.people} people) were "
        "predicted by a linear mixed model with random effects of people and coaches, fitted by "
        "restricted maximum likelihood, and shrunken toward the mean (best linear unbiased "
        f"prediction, doi:10.1214/ss/1177011926). Software: {versions('scipy')}."
    )

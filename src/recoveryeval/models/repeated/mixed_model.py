"""Mixed model: mean scores over time, with people differing in level (and slope)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.missing.each_version import each_version
from recoveryeval.models.one_of import DDF, one_of
from recoveryeval.models.repeated.gaussian_result import Fitted, gaussian_result
from recoveryeval.models.repeated.gaussian_shares import share_rows, variance_parts, variance_rows
from recoveryeval.models.repeated.group_checks import group_checks
from recoveryeval.models.repeated.group_nesting import named_groups
from recoveryeval.models.repeated.random_fit import fit_random
from recoveryeval.models.repeated.random_input import random_input
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model


@each_version
def mixed_model(
    outcome: Outcome,
    formula: str,
    *,
    random: str = "1",
    groups: str | Sequence[str] | None = None,
    ddf: Literal["satterthwaite", "kenward-roger", "kenward-roger-observed"] = "satterthwaite",
    estimation: Literal["REML", "ML"] = "REML",
    conf_level: float = 0.95,
) -> Model:
    """Estimate mean scores over time, using everyone who gave at least one score.

    The estimand is the difference in mean score between the levels of each
    term, in all who started, when missing scores depend only on what was seen
    (missing at random).

    Parameters
    ----------
    outcome : Outcome or Imputed
        Kind ``repeated``, or the sums over people of ``repeated_cells()``.
    formula : str
        Right-hand side, such as ``"arm * wave + age"``; ``wave`` is a factor,
        ``day`` a number.
    random : str
        What differs between people: ``"1"`` their level, ``"1 + day"`` also
        their slope.
    groups : str, sequence of str or None
        Columns within whose groups people lie and may resemble each other, such
        as ``"coach"`` or ``["site", "coach"]``: each adds a random intercept.
    ddf : {"satterthwaite", "kenward-roger", "kenward-roger-observed"}
        Denominator degrees of freedom. ``kenward-roger`` uses expected,
        ``kenward-roger-observed`` observed information.
    estimation : {"REML", "ML"}
        Restricted or full likelihood; full likelihood gives Satterthwaite only.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term`` with estimate, std_error, statistic, df, p_value and
        limits. Then variance components (estimand ``variance``), intraclass
        correlations and shares of variance explained.

    Raises
    ------
    EstimationError
        When the model did not converge, everyone has one visit, a covariate
        is constant or collinear, or people are crossed with groups: two coaches
        over time, a coach at two sites.

    Notes
    -----
    y = X beta + Z b + e with b ~ N(0, G) per person, a random intercept per
    group of every level, and e ~ N(0, s^2), by (restricted) maximum likelihood
    on cross-products by visit pattern. A variance at zero is flagged and left
    out of the degrees of freedom, unless fewer than six groups leave it open:
    then it stays, by its expected information. Random effects that follow from
    each other (a correlation of one) keep their fit, are flagged, and leave
    degrees of freedom what can still vary: Satterthwaite's agree with lmerTest,
    Kenward-Roger's exceed pbkrtest's, which counts all. AIC and BIC count
    variance parameters only under restricted likelihood; BIC counts people.
    Intraclass correlations include what outer levels share; with random slopes
    people's variance is its mean over the scores.

    References
    ----------
    Laird NM, Ware JH (1982). doi:10.2307/2529876.
    Kenward MG, Roger JH (1997). doi:10.2307/2533558.
    Kuznetsova A et al. (2017). doi:10.18637/jss.v082.i13
    Nakagawa S, Schielzeth H (2013). doi:10.1111/j.2041-210x.2012.00261.x
    Johnson PCD (2014). doi:10.1111/2041-210X.12225

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {"id": list("aabbccdd"), "month": [0, 3] * 4, "gse": [24.0, 29, 26, 27, 21, 26, 28, 31]}
    ... )
    >>> scores = rv.repeated_measures(seen, value="gse", person="id", wave="month")
    >>> float(rv.mixed_model(scores, "wave").tidy()["estimate"].iloc[1].round(2))
    3.5
    """
    check_conf_level(conf_level)
    one_of(ddf, DDF, name="ddf")
    one_of(estimation, ("REML", "ML"), name="estimation")
    named = named_groups(groups)
    found = fit_random(
        random_input(outcome, formula, random=random, groups=named), reml=estimation == "REML"
    )
    told = Fitted(
        fit=found.fit,
        given=found.given,
        rows=[*variance_rows(found.fit, found.given), *share_rows(found.fit, found.given)],
        maximum_likelihood=found.maximum_likelihood,
        parts=variance_parts(found.given),
        at_zero=found.at_zero,
        held=found.held,
        status="fallback" if found.people_at_zero else "ok",
        checks=(*found.checks, *group_checks(found.given.levels)),
    )
    parameters = {"formula": formula, "random": random, "ddf": ddf, "estimation": estimation}
    return gaussian_result(
        outcome,
        told,
        function="mixed_model",
        parameters={**parameters, "groups": list(named)},
        conf_level=conf_level,
        ddf=ddf,
    )

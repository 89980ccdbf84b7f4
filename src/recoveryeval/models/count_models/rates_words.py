"""Words of rates: titles, and paragraphs for a paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recoveryeval.models.count_models.rates_fit import RateFit
from recoveryeval.models.count_models.rates_input import FEW, RateRows
from recoveryeval.models.survival.survival_words import aside, compared, event_of
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome

FAMILIES = {
    "poisson": "Poisson regression",
    "negative-binomial": "negative binomial regression (doi:10.2307/3314912)",
    "beta-binomial": "beta-binomial regression of days out of days observed (doi:10.2307/2529131)",
    "hurdle": "a hurdle model (doi:10.1016/0304-4076(86)90002-3) of whether there was any event "
    "(logistic) and how many if so (zero-truncated negative binomial)",
}

LIMITS = {  # what is fitted where counts vary no more than chance makes them
    "negative-binomial": FAMILIES["poisson"],
    "beta-binomial": "binomial regression of days out of days observed",
    "hurdle": FAMILIES["hurdle"].replace("negative binomial", "Poisson"),
}
WORDS = {
    "poisson": ("log rate", "log rate ratio"),
    "negative-binomial": ("log rate", "log rate ratio"),
    "beta-binomial": ("log odds of a day", "log odds ratio of a day"),
}
PART_WORDS = (
    ("any: ", "log odds of any event", "log odds ratio of any event"),
    ("how many: ", "log rate before truncation", "log rate ratio before truncation"),
)


def ratio_of(family: str) -> str:
    """Return what the coefficients of a family are, such as 'log rate ratio'."""
    return WORDS.get(family, PART_WORDS[0][1:])[1]


def crude_title(outcome: Outcome, asked: Mapping[str, Any]) -> str:
    """Return the title of rates by group."""
    per = _per(outcome, asked)
    return f"Events per {per} ({event_of(outcome)}){compared(asked['by'])}"


def _per(outcome: Outcome, asked: Mapping[str, Any]) -> str:
    """Return the units of time of a rate, such as '100 days' or 'day'."""
    amount = float(asked["per"])
    if amount == 1:
        return outcome.unit.removesuffix("s")
    return f"{amount:g} {outcome.unit}"


def crude_methods(
    outcome: Outcome, rows: RateRows, asked: Mapping[str, Any], *, few: bool, totals: bool
) -> str:
    """Return the paragraph of rates by group."""
    exact = (
        "Garwood's exact Poisson limits (doi:10.2307/2333958); limits of ratios are exact given "
        "the number of events"
    )
    if totals:
        limits = exact
    else:
        robust = _error(rows, reduced=True, few=few)
        limits = robust if rows.weighted else f"{robust} and with {exact}"
    return (
        f"Rates of {event_of(outcome)} per {_per(outcome, asked)} under observation"
        f"{aside(asked['by'])} are given with {limits}. "
        f"Software: {versions('scipy')}."
    )


def regression_methods(
    outcome: Outcome, rows: RateRows, fit: RateFit, asked: Mapping[str, Any]
) -> str:
    """Return the paragraph of a regression."""
    used = LIMITS[fit.family] if fit.limit else FAMILIES[fit.family]
    reduced = fit.family in ("poisson", "negative-binomial")
    robust = _error(rows, reduced=reduced, few=rows.sampling.clusters < FEW)
    error = "the model's standard errors" if asked["variance"] == "model" else robust
    return (
        f"Counts of {event_of(outcome)} of {rows.people():g} people were analyzed by {used} with "
        f"{error}; rates by group are averages over the observed time of everyone. "
        f"Software: {versions('scipy')}."
    )


def _error(rows: RateRows, *, reduced: bool, few: bool) -> str:
    """Return how errors were made robust; ``reduced`` is how few clusters are corrected for."""
    by = f" clustered by {rows.clustered_by}" if rows.clustered_by else ""
    how = (
        "bias-reduced with Satterthwaite degrees of freedom (doi:10.1080/07350015.2016.1247004)"
        if reduced
        else "scaled for few people or clusters and held against t with residual degrees of freedom"
    )
    weighted = " for probability weights" if rows.weighted else ""
    return f"robust standard errors{by}{weighted}{', ' + how if few else ''}"

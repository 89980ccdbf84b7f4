"""The tests of the log-rank family: their weights, sources, and what to beware of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import is_amount, is_word
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.words import versions
from recoveryeval.results.check import Check
from recoveryeval.results.display import p_value
from recoveryeval.stats.survival.logrank_family import TimeWeight
from recoveryeval.stats.survival.time_weights import (
    even,
    fleming_harrington,
    gehan,
    peto_peto,
    tarone_ware,
)

TestName = Literal["log-rank", "gehan", "tarone-ware", "peto-peto", "fleming-harrington"]

WEIGHTS: dict[str, TimeWeight] = {
    "log-rank": even,
    "gehan": gehan,
    "tarone-ware": tarone_ware,
    "peto-peto": peto_peto,
}
SOURCES = {
    "log-rank": "the log-rank test (Mantel 1966, Cancer Chemotherapy Reports 50:163-170)",
    "gehan": "Gehan's generalized Wilcoxon test (Gehan 1965, doi:10.1093/biomet/52.1-2.203)",
    "tarone-ware": "the Tarone-Ware test (Tarone and Ware 1977, doi:10.1093/biomet/64.1.156)",
    "peto-peto": "the Peto-Peto test (Peto and Peto 1972, doi:10.2307/2344317)",
    "fleming-harrington": "the Fleming-Harrington test (Harrington and Fleming 1982, "
    "doi:10.1093/biomet/69.3.553)",
}
ADJUSTED = {"holm": "Holm's method (1979)", "bonferroni": "Bonferroni's method"}
FEW_EVENTS = 10


def _is_zero(value: object) -> bool:
    """Return whether an exponent is left at zero."""
    return is_amount(value) and value == 0


def time_weight(test: str, p: float, q: float) -> TimeWeight:
    """Return the weight over time of a test; exponents belong to one test only."""
    if not is_word(test, SOURCES):
        raise EstimationError(
            "There is no such test in the log-rank family",
            code="RE-M28",
            do=f"Use one of: {', '.join(SOURCES)}.",
        )
    if test != "fleming-harrington":
        if not (_is_zero(p) and _is_zero(q)):
            raise EstimationError(
                "The exponents p and q belong to the Fleming-Harrington test",
                code="RE-M28",
                do="Give test='fleming-harrington', or leave p and q out.",
            )
        return WEIGHTS[test]
    if not (is_amount(p) and is_amount(q)):
        raise EstimationError(
            "The exponents p and q must be numbers of zero or more",
            code="RE-M28",
            do="Give for example p=1, q=0 to stress early times.",
        )
    return fleming_harrington(p, q)


def logrank_checks(found: SurvivalInput, events: float) -> tuple[Check, ...]:
    """Return checks on few events, groups of one, and strata that cannot compare."""
    checks = []
    if 0 < events < FEW_EVENTS:
        told = f"{events:g} events in all: the chi-square approximation is rough."
        checks.append(Check("few_events", told, "note", float(events)))
    alone = [g for g, n in zip(found.labels, found.people, strict=True) if n <= 1]
    if alone:
        told = f"One person only in: {', '.join(alone)}. Nothing is tested."
        checks.append(Check("one_person", told, "concern", float(len(alone))))
    single, strata = _strata_of_one_group(found)
    if single and strata > 1:
        told = f"{single} strata hold people of one group only and add nothing to the comparison."
        checks.append(Check("strata_without_comparison", told, "note", float(single)))
    return tuple(checks)


def _strata_of_one_group(found: SurvivalInput) -> tuple[int, int]:
    """Return how many strata hold one group only, and how many strata there are."""
    cells, groups = found.cells, len(found.labels)
    strata = int(cells.stratum.max()) + 1
    pairs = np.bincount(cells.stratum * groups + cells.group, minlength=strata * groups)
    present = (pairs.reshape(strata, groups) > 0).sum(axis=1)
    return int((present == 1).sum()), int((present > 0).sum())


def in_one_line(tested: pd.Series) -> str:
    """Return the test in one line."""
    if tested["status"] == "not_estimable":
        return f"No test: {tested['reason']}."
    shown = p_value(float(tested["p_value"]))
    return (
        f"{tested['method'].partition(',')[0]}: chi-square {tested['statistic']:.2f} on "
        f"{tested['df']:.0f} df, p {shown if shown.startswith('<') else f'= {shown}'}"
    )


def logrank_methods(asked: Mapping[str, Any], within: str) -> str:
    """Return the paragraph for a paper."""
    exponents = (
        f" with p = {asked['p']:g} and q = {asked['q']:g}"
        if asked["test"] == "fleming-harrington"
        else ""
    )
    pairs = (
        ""
        if asked["pairwise"] is None
        else " Pairs of groups were compared by the same test"
        + (
            "."
            if asked["pairwise"] == "none"
            else f", p values corrected by {ADJUSTED[asked['pairwise']]}."
        )
    )
    return (
        f"Times to the event were compared between groups of {asked['by']}{within} by "
        f"{SOURCES[asked['test']]}{exponents}, with {_variance(asked)}.{pairs} "
        f"Software: {versions('scipy')}."
    )


def _variance(asked: Mapping[str, Any]) -> str:
    """Return the variance of the test in words."""
    if asked["weights"] is None and asked["cluster"] is None:
        return "hypergeometric variance for ties"
    by = f" clustered by {asked['cluster']}" if asked["cluster"] else ""
    weighted = " for probability weights" if asked["weights"] else ""
    return f"a robust variance{by}{weighted} (Lin and Wei 1989, doi:10.2307/2290085)"

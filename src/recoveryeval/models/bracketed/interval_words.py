"""The paragraphs for a paper on events that visits only bracket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recoveryeval.models.survival.survival_words import compared
from recoveryeval.models.words import versions


def curve_methods(by: str | None, n_boot: int, conf_level: float) -> str:
    """Return the paragraph on a Turnbull curve."""
    limits = (
        f"Pointwise {conf_level:.0%} confidence limits on the log-log scale rest on errors from "
        f"{n_boot} bootstrap samples of people. "
        if n_boot
        else ""
    )
    return (
        "Since visits only bracket the event, the probability of remaining free of it was "
        "estimated by nonparametric maximum likelihood for interval-censored times (Turnbull "
        f"1976, doi:10.1111/j.2517-6161.1976.tb01597.x){compared(by)}, with half-open intervals "
        "(last visit without, first visit with the event]; the maximum was certified by its "
        f"gradient (Gentleman and Geyer 1994, doi:10.1093/biomet/81.3.618). {limits}Within "
        f"stretches between visits no single value is reported. Software: {versions('scipy')}."
    )


SCORES = {
    "log-rank": "a generalized log-rank test (Sun 1996, Statistics in Medicine 15:1387-1395; Fay "
    "and Shaw 2010, doi:10.18637/jss.v036.i02)",
    "finkelstein": "a score test of proportional hazards (Finkelstein 1986, doi:10.2307/2530698)",
    "wilcoxon": "a score test of proportional odds (Fay and Shaw 2010, doi:10.18637/jss.v036.i02)",
}


def comparison_methods(asked: Mapping[str, Any], within: str) -> str:
    """Return the paragraph on a comparison of groups."""
    permuted = (
        f", and by {asked['n_permutations']} random permutations of people among groups"
        if asked["n_permutations"]
        else ""
    )
    return (
        "Since visits only bracket the event, groups were compared by "
        f"{SCORES[asked['test']]}{within}, with scores from the nonparametric maximum-likelihood "
        "curve of everyone and the permutation variance, referred to a chi-square distribution"
        f"{permuted}. Software: {versions('scipy')}."
    )

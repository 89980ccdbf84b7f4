"""The paragraphs for a paper on events that visits only bracket."""

from __future__ import annotations

from recoveryeval.models.survival_words import compared
from recoveryeval.models.words import versions


def curve_methods(by: str | None, n_boot: int, conf_level: float) -> str:
    """Return the paragraph on a Turnbull curve."""
    limits = (
        f"Pointwise {conf_level:.0%} confidence limits are percentiles of {n_boot} bootstrap "
        "samples of people. "
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

"""The paragraph for a paper about a Kaplan-Meier curve."""

from __future__ import annotations

from recoveryeval.models.curves.km_error import KmOptions
from recoveryeval.models.survival.survival_words import compared
from recoveryeval.models.words import versions

EXACT = (
    " Where no event had occurred yet, or everyone had had it, limits are those of the beta "
    "product confidence procedure (Fay, Brittain and Proschan 2013, doi:10.1093/biostatistics/"
    "kxt016)."
)


def km_methods(by: str | None, options: KmOptions) -> str:
    """Return the paragraph for a paper."""
    return (
        "The probability of remaining free of the event was estimated by the Kaplan-Meier method "
        f"(Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452){compared(by)}, with "
        f"{_error(options)} and pointwise {options.conf_level:.0%} confidence limits on the "
        f"{options.conf_type} scale. Events were placed before censorings at the same time, and "
        "nothing was extrapolated beyond the last observed time."
        f"{'' if options.robust else EXACT} Software: {versions()}."
    )


def _error(options: KmOptions) -> str:
    """Return which standard error was used, in words."""
    if not options.robust:
        return "Greenwood's variance"
    usual = "robust standard errors (infinitesimal jackknife)"
    if options.cluster_by:
        return (
            f"{usual} clustered by {options.cluster_by}, corrected for the number of clusters "
            "where a group has fewer than 40"
        )
    return f"{usual}{' clustered by person' if options.clustered else ''} for probability weights"

"""What a cumulative hazard says and carries: estimand, labels, methods, extras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recoveryeval.models.curves.nelson_aalen_rows import EDGE, HazardOptions
from recoveryeval.models.curves.shared_clusters import of_causes, shared_clusters
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.survival.survival_record import entered
from recoveryeval.models.survival.survival_words import compared, event_of
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.survival.risk_table import RiskTable


def hazard_contrast(outcome: Outcome, shown: Sequence[str], by: str | None) -> str:
    """Return what is estimated, in words."""
    return (
        f"cumulative hazard of {_named(outcome, shown)} up to each time among people still without "
        f"any event{compared(by)}"
    )


def hazard_others(outcome: Outcome) -> str:
    """Return how other events are handled."""
    if outcome.kind == "competing":
        return "other events end observation, as for a cause-specific hazard"
    return "none were recorded as competing; other ends of observation count as censoring"


def hazard_labels(outcome: Outcome, shown: Sequence[str], by: str | None) -> dict[str, str]:
    """Return the words of the picture."""
    unit = f"{outcome.unit[:1].upper()}{outcome.unit[1:]}"
    return {
        "title": f"Cumulative hazard of {_named(outcome, shown)}{compared(by)}",
        "x": f"{unit} since {outcome.origin}",
        "y": "Cumulative hazard (events per person)",
        "difference": "Difference in cumulative hazard (events per person)",
        "unit": outcome.unit,
        "definition": outcome.definition.sentence,
    }


def hazard_methods(by: str | None, options: HazardOptions) -> str:
    """Return the paragraph for a paper."""
    error = "Poisson variances"
    if options.robust:
        error = "robust standard errors (infinitesimal jackknife)"
        error += f" clustered by {options.cluster_by}" if options.cluster_by else ""
    ties = (
        "tied events taken together"
        if options.ties == "nelson"
        else "tied events taken one after the other (Fleming and Harrington 1984, "
        "doi:10.1080/03610928408828837)"
    )
    exact = (
        ""
        if options.robust
        else " Where nobody had had the event yet the upper limit is exact for the people left."
    )
    return (
        "Cumulative hazards were estimated by the Nelson-Aalen method (Nelson 1972, "
        f"doi:10.1080/00401706.1972.10488991){compared(by)}, {ties}, with {error} and pointwise "
        f"{options.conf_level:.0%} confidence limits on the {options.conf_type} scale.{exact} "
        f"Software: {versions()}."
    )


def hazard_extras(
    basis: tuple[Outcome, SurvivalInput, Sequence[RiskTable]],
    shown: Sequence[str],
    options: HazardOptions,
) -> dict[str, Any]:
    """Return what questions to the curves of the causes shown need beyond their rows."""
    outcome, found, tables = basis
    return {
        "start": 0.0,
        "start_method": EDGE[options.robust],
        "exact_limits": not options.robust,
        "conf_level": options.conf_level,
        **shared_clusters(found, of_causes(outcome, shown, ends=False)),
        "entered": entered(found, tables),
        "pictures": ["log_log"],
    }


def _named(outcome: Outcome, shown: Sequence[str]) -> str:
    """Return the events in words."""
    return event_of(outcome) if outcome.kind == "time_to_event" else ", ".join(shown)

"""What a cumulative incidence says and carries: title, estimand, labels, methods, extras."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from recoveryeval.models.curves.cumulative_incidence_group import GroupIncidence, IncidenceOptions
from recoveryeval.models.curves.shared_clusters import of_causes, shared_clusters
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.survival.survival_record import entered
from recoveryeval.models.survival.survival_words import compared
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.survival.risk_table import RiskTable

# Names of outcomes are nouns; what people have done has words of its own. People come first.
HAVE = {
    "event": "who have had the event",
    "retention": "who have left the program",
    "relapse": "who have returned to use",
    "engagement": "who have engaged",
    "continuous medication": "who have stopped the medication",
}
SCALES = {"log-log": "log(-log)", "log": "log", "plain": "plain"}


def incidence_title(outcome: Outcome, shown: Sequence[str], by: str | None) -> str:
    """Return one line a reader understands."""
    return f"Share of people {_who(outcome, shown)}{compared(by)}"


def incidence_contrast(outcome: Outcome, shown: Sequence[str], by: str | None) -> str:
    """Return what is estimated, in words."""
    return f"share of people {_who(outcome, shown)}, up to each time{compared(by)}"


def others(outcome: Outcome) -> str:
    """Return how competing events are handled."""
    if outcome.kind == "time_to_event":
        return "none were recorded as competing; other ends of observation count as censoring"
    if len(outcome.causes) == 1:
        return "no second event is declared, so nothing competes"
    return "each event can come before the others and prevents them; none is censored"


def incidence_labels(outcome: Outcome, shown: Sequence[str], by: str | None) -> dict[str, str]:
    """Return the words of the picture."""
    unit = f"{outcome.unit[:1].upper()}{outcome.unit[1:]}"
    alone = outcome.kind == "time_to_event"
    return {
        "title": f"People {_who(outcome, shown)}{compared(by)}",
        "x": f"{unit} since {outcome.origin}",
        "y": f"People {_who(outcome, shown)}" if alone else "People who have had the event",
        "unit": outcome.unit,
        "free": f"none of: {', '.join(outcome.causes.values())}" if outcome.causes else "not yet",
        "definition": outcome.definition.sentence,
    }


def incidence_methods(by: str | None, options: IncidenceOptions) -> str:
    """Return the paragraph for a paper."""
    curve = (
        "The cumulative incidence was estimated as one minus the Kaplan-Meier curve (Kaplan and "
        "Meier 1958, doi:10.1080/01621459.1958.10501452)"
        if options.alone
        else "Cumulative incidences of competing events were estimated by the Aalen-Johansen "
        "method (Putter, Fiocco and Geskus 2007, doi:10.1002/sim.2712)"
    )
    side = "of survival" if options.alone else "of the incidence"
    return (
        f"{curve}{compared(by)}, with {_error(options)} and pointwise {options.conf_level:.0%} "
        f"confidence limits symmetric on the {SCALES[options.conf_type]} scale {side}. Events were "
        "placed before censorings at the same time, and nothing was extrapolated beyond the last "
        f"observed time.{'' if options.robust else _EXACT} Software: {versions()}."
    )


_EXACT = (
    " Where nobody had had the event yet the upper limit is that of Clopper and Pearson "
    "(doi:10.1093/biomet/26.4.404) for the people it is known to have spared so far."
)


def _error(options: IncidenceOptions) -> str:
    """Return which standard error was used, in words."""
    if options.variance == "aalen":
        return "Aalen's variance (doi:10.1214/aos/1176344198)"
    usual = "infinitesimal jackknife standard errors"
    if options.cluster_by:
        return f"{usual} clustered by {options.cluster_by}"
    return f"{usual} for probability weights" if options.robust else usual


def incidence_extras(
    basis: tuple[Outcome, SurvivalInput, Sequence[RiskTable]],
    groups: Mapping[str, GroupIncidence],
    shown: Sequence[str],
    options: IncidenceOptions,
) -> dict[str, Any]:
    """Return what questions to the curves of the causes shown need beyond their rows."""
    outcome, found, tables = basis
    several = len(next(iter(groups.values())).names) > 1
    return {
        "start": 0.0,
        "start_method": options.edge_method,
        "exact_limits": not options.robust,
        "conf_level": options.conf_level,
        **shared_clusters(found, of_causes(outcome, shown, ends=True)),
        "entered": entered(found, tables),
        "event_free": {text: group.found.survival for text, group in groups.items()},
        "complete": [t for t, g in groups.items() if g.found.survival[-1] == 0 and g.people > 1],
        "pictures": ["stacked_incidence"] if several else [],
    }


def _who(outcome: Outcome, shown: Sequence[str]) -> str:
    """Return of which people the share is, such as 'who have left the program'."""
    if outcome.kind == "time_to_event":
        return HAVE.get(outcome.name, f"who have had {outcome.name}")
    if len(shown) == 1:
        return f"whose first event was: {shown[0]}"
    return f"by first event: {', '.join(shown)}"

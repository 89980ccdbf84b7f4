"""Where the answers to a domain come from: each kind of record, and what is left unknown."""

from __future__ import annotations

import numpy as np

from recoveryeval.analyses.national.answers import NOT_COLLECTED, Answers, Source, unknown
from recoveryeval.analyses.national.items import from_items
from recoveryeval.analyses.national.people import Asked
from recoveryeval.analyses.national.records import from_events, from_panel, from_states
from recoveryeval.analyses.national.rule import Domain, OutcomesRule
from recoveryeval.analyses.national.verbs import from_retention, from_scale


def answers(people: Asked, domain: Domain, rule: OutcomesRule) -> Answers:
    """Return everyone's answers to a domain from its source."""
    sources: dict[str, Source] = {
        "items": from_items,
        "state": from_states,
        "event": from_events,
        "panel": from_panel,
        "scale": from_scale,
        "retention": from_retention,
        "none": lambda asked, _domain, _rule: unknown(asked),
    }
    found = sources[domain.source](people, domain, rule)
    value = found.value.copy()
    lacking = list(found.lacking)
    if domain.after_only:
        value[:, 0], lacking[0] = np.nan, ""
    for time in (0, 1):
        empty = np.isnan(value[people.due, time]).all()
        if empty and not lacking[time] and not (time == 0 and domain.after_only):
            lacking[time] = NOT_COLLECTED
    if domain.after_only and lacking[1]:
        lacking[0] = lacking[1]
    return Answers(value, found.source, found.checks, (lacking[0], lacking[1]))

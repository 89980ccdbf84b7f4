"""The answers of everyone to one domain, at two times: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from recoveryeval.analyses.national.people import Asked
from recoveryeval.analyses.national.rule import Domain, OutcomesRule
from recoveryeval.results.check import Check

NOT_COLLECTED = "not collected"


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers (n, 2), 1 yes, 0 no, missing where not known; ``source`` says whence, in words.

    ``lacking`` says for each time why nothing is known of anyone, empty where
    something is.
    """

    value: np.ndarray
    source: str
    checks: tuple[Check, ...] = ()
    lacking: tuple[str, str] = ("", "")

    @property
    def collected(self) -> bool:
        """Whether anything is known at either time."""
        return not all(self.lacking)


Source = Callable[[Asked, Domain, OutcomesRule], Answers]


def unknown(people: Asked, reason: str = NOT_COLLECTED) -> Answers:
    """Return the answers of a domain of which nothing is known."""
    return Answers(np.full((people.n, 2), np.nan), "", lacking=(reason, reason))


def answers(people: Asked, domain: Domain, rule: OutcomesRule) -> Answers:
    """Return everyone's answers to a domain from its source."""
    from recoveryeval.analyses.national.items import from_items
    from recoveryeval.analyses.national.records import from_events, from_panel, from_states
    from recoveryeval.analyses.national.verbs import from_retention, from_scale

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

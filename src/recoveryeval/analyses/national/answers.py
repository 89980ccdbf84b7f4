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

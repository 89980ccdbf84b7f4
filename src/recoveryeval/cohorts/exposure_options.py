"""The options of exposure(), checked once."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral

from recoveryeval.errors import CohortError, nearest
from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.word_list import one_of, word_list

CELLS = ("neither", "clinical care only", "coach only", "both")


def require_days(days: object) -> None:
    """Raise unless the exposure is read off on a fixed day."""
    if days is None:
        raise CohortError(
            "An exposure at any time is known only afterwards. Groups made from it hold immortal "
            "time: people had to stay until then to be in them",
            code="RE-K21",
            do="Read it off on a fixed day, such as within_days=14; time starts there.",
        )
    if isinstance(days, bool) or not isinstance(days, Integral) or days < 1:
        raise CohortError(
            "within_days is not a whole number of one or more",
            code="RE-K30",
            do="Give the days from the origin to the landmark, such as within_days=14.",
        )


def services_of(name: str, value: str | Sequence[str]) -> tuple[str, ...]:
    """Return the services of one side."""
    found = word_list(name, value, error=CohortError, code="RE-K30")
    if not found:
        raise CohortError(
            f"No service is {name}", code="RE-K30", do=f"Name some, such as {name}=('therapy',)."
        )
    require_terms("service", found)
    return found


def require_terms(vocabulary: str, words: Sequence[str]) -> None:
    """Raise when a word is no term of its vocabulary."""
    terms = load_vocabulary(vocabulary).terms
    for word in words:
        if not one_of(word, terms):
            raise CohortError(
                f"There is no such term in the vocabulary '{vocabulary}'",
                code="RE-K30",
                do=f"Use some of {', '.join(terms)}." + nearest(str(word), terms),
            )


def refuse_shared(clinical: tuple[str, ...], coach: tuple[str, ...]) -> None:
    """Raise when a service is on both sides: it alone would make people have both."""
    both = [service for service in clinical if service in coach]
    if both:
        raise CohortError(
            f"A service is both clinical and a coach's: {', '.join(both)}",
            code="RE-K30",
            do="Name each service on one side.",
        )


def labels_of(labels: Sequence[str] | None, days: int) -> tuple[str, str, str, str]:
    """Return the names of the four arms."""
    if labels is None:
        a, b, c, d = (f"{cell} within {days} days" for cell in CELLS)
        return a, b, c, d
    names = [t.strip() for t in word_list("labels", labels, error=CohortError, code="RE-K30")]
    if len(set(names)) != len(CELLS) or not all(names):
        raise CohortError(
            "An exposure needs four different names for its arms",
            code="RE-K30",
            do=f"Name them in this order: {', '.join(CELLS)}.",
        )
    a, b, c, d = names
    return a, b, c, d

"""Codes that stand for a missing value, each with the reason why it is missing."""

from __future__ import annotations

from recoveryeval.errors import nearest
from recoveryeval.loaders.mapping.keys import refusal, text_table
from recoveryeval.schema.vocabulary import load_vocabulary


def reasons(given: object, place: str) -> dict[str, str]:
    """Return code to reason; a reason outside the vocabulary is refused."""
    held = text_table(given, place)
    words = load_vocabulary("missing_reason")
    known = {}
    for code, reason in held.items():
        term = words.term(reason)
        if term is None:
            raise refusal(
                f"'{place}' gives a reason for missing values that is not known: '{reason}'",
                do=f"Use one of {', '.join(words.terms)}." + nearest(reason, words.terms),
            )
        known[code.strip()] = term
    return known

"""Counts told in words that agree with them: 1 stay has no discharge, 2 stays have none."""

from __future__ import annotations

_NOUNS = {"person": "people", "supply": "supplies"}
_VERBS = {
    "are": "is",
    "begin": "begins",
    "cover": "covers",
    "end": "ends",
    "have": "has",
    "name": "names",
    "report": "reports",
    "lie": "lies",
    "lose": "loses",
    "overlap": "overlaps",
    "were": "was",
}


def agree(n: int, noun: str, words: str) -> str:
    """Return a count, its noun and what is said of it, whose first word is a verb in the plural."""
    if n != 1:
        return f"{n:,} {_NOUNS.get(noun, noun + 's')} {words}"
    verb, _, rest = words.partition(" ")
    return f"1 {noun} {_VERBS.get(verb, verb)} {rest}".rstrip()

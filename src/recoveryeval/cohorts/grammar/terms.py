"""Texts in a condition held against the fixed terms of the column they are compared with."""

from __future__ import annotations

from recoveryeval.cohorts.grammar.nodes import (
    All,
    AnyOf,
    Column,
    Comparison,
    Fixed,
    Membership,
    Node,
    Not,
    Value,
)
from recoveryeval.errors import CohortError, nearest
from recoveryeval.schema.table_schema import load_table
from recoveryeval.schema.vocabulary import load_vocabulary


def check_terms(node: Node) -> None:
    """Raise when a text is no term of its column, since nobody could ever meet it."""
    for name, value in _pairs(node):
        vocabulary = _vocabulary(name)
        if vocabulary is None or not isinstance(value, str):
            continue
        held = load_vocabulary(vocabulary)
        if not held.open and value not in held.terms:
            raise CohortError(
                "The condition compares the column with a word that it cannot hold",
                code="RE-K07",
                column=name,
                do=f"Use a term of the vocabulary '{vocabulary}': {', '.join(held.terms)}."
                + nearest(held.term(value) or value, held.terms),
            )


def _vocabulary(name: str) -> str | None:
    """Return the vocabulary of a column of person or episode."""
    for table in ("person", "episode"):
        for field in load_table(table).fields:
            if field.name == name and field.vocabulary:
                return field.vocabulary
    return None


def _pairs(node: Node) -> list[tuple[str, Value]]:
    """Return every column with each fixed value it is compared with."""
    if isinstance(node, All | AnyOf):
        return [found for inner in node.nodes for found in _pairs(inner)]
    if isinstance(node, Not):
        return _pairs(node.node)
    if isinstance(node, Membership):
        return [(node.column.name, value) for value in node.values]
    if isinstance(node, Comparison):
        sides = (node.left, node.right)
        columns = [side.name for side in sides if isinstance(side, Column)]
        fixed = [side.value for side in sides if isinstance(side, Fixed)]
        return [(name, value) for name in columns for value in fixed]
    return []

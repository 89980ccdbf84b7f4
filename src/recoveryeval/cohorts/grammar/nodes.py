"""What a condition is made of once it has been read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Operator = Literal["<", "<=", ">", ">=", "==", "!="]
Value = str | float | bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number, a text, True or False."""

    value: Value


Operand = Column | Fixed


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands, compared; a chain such as ``18 <= age < 65`` is several of them."""

    left: Operand
    operator: Operator
    right: Operand


@dataclass(frozen=True, slots=True)
class Membership:
    """A column whose value is one of a list."""

    column: Column
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A column that has no value."""

    column: Column


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes-or-no column that says yes."""

    column: Column


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    node: Node


@dataclass(frozen=True, slots=True)
class All:
    """Every one of several conditions."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several conditions."""

    nodes: tuple[Node, ...]


Node = Comparison | Membership | Missing | Flag | Not | All | AnyOf


@dataclass(frozen=True, slots=True)
class Part:
    """One condition of those that ``and`` joins at the top, as written."""

    text: str
    node: Node


def names(node: Node) -> tuple[str, ...]:
    """Return the columns a condition uses, each once, in order."""
    return tuple(dict.fromkeys(column.name for column in _columns(node)))


def _columns(node: Node) -> list[Column]:
    """Return the columns of a condition, as often as they occur."""
    if isinstance(node, Comparison):
        return [side for side in (node.left, node.right) if isinstance(side, Column)]
    if isinstance(node, Not):
        return _columns(node.node)
    if isinstance(node, All | AnyOf):
        return [column for inner in node.nodes for column in _columns(inner)]
    return [node.column]

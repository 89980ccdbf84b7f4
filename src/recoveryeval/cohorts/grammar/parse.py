"""From the text of a condition to its parts, by the grammar of docs/reference/eligibility.md."""

from __future__ import annotations

from typing import cast

from recoveryeval.cohorts.grammar.nodes import (
    All,
    AnyOf,
    Column,
    Comparison,
    Fixed,
    Flag,
    Membership,
    Missing,
    Node,
    Not,
    Operand,
    Operator,
    Part,
    Value,
)
from recoveryeval.cohorts.grammar.tokens import Token, not_understood, tokens

DEEPEST = 40
_OPERATORS = ("<", "<=", ">", ">=", "==", "!=")
_CLOSING = {"(": ")", "[": "]"}


def parse(text: str) -> tuple[Part, ...]:
    """Return the conditions that ``and`` joins at the top, in order, each as written."""
    reader = _Reader(text)
    parts = reader.alternatives(0)
    reader.expect_end()
    return parts


class _Reader:
    """Reads tokens from left to right; each method reads one rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.place = 0

    @property
    def here(self) -> Token:
        """The next token."""
        return self.tokens[self.place]

    def take(self, *values: str) -> bool:
        """Move past the next token when it is one of these words or signs."""
        fits = self.here.kind in ("word", "sign") and self.here.value in values
        self.place += fits
        return fits

    def need(self, value: str, why: str) -> None:
        """Move past a word or sign that must stand here."""
        if not self.take(value):
            raise not_understood(f"'{value}' was expected {why}", self.here.start)

    def expect_end(self) -> None:
        """Raise when something is left."""
        if self.here.kind != "end":
            raise not_understood("'and', 'or' or the end was expected", self.here.start)

    def alternatives(self, depth: int) -> tuple[Part, ...]:
        """Read conditions joined by ``or``; one without ``or`` keeps its parts apart."""
        if depth > DEEPEST:
            raise not_understood(
                f"more than {DEEPEST} brackets or 'not' inside each other", self.here.start
            )
        start = self.here.start
        found = [self._joined(depth)]
        while self.take("or"):
            found.append(self._joined(depth))
        if len(found) == 1:
            return found[0]
        node = AnyOf(tuple(whole(parts) for parts in found))
        return (Part(self._since(start), node),)

    def _joined(self, depth: int) -> tuple[Part, ...]:
        """Read conditions joined by ``and``."""
        found: list[Part] = []
        while not found or self.take("and"):
            start = self.here.start
            node = self._single(depth)
            found.append(Part(self._since(start), node))
        return tuple(found)

    def _since(self, start: int) -> str:
        """Return the text read since a place."""
        return self.text[start : self.tokens[self.place - 1].stop]

    def _single(self, depth: int) -> Node:
        """Read one condition: ``not`` and a condition, a condition in brackets, or a test."""
        if self.take("not"):
            if depth >= DEEPEST:
                raise not_understood(f"more than {DEEPEST} 'not' in a row", self.here.start)
            return Not(self._single(depth + 1))
        if self.take("("):
            inner = self.alternatives(depth + 1)
            self.need(")", "to close the bracket")
            return whole(inner)
        return self._test()

    def _test(self) -> Node:
        """Read a comparison, a list, a question for a missing value, or a yes-or-no column."""
        first = self._operand()
        if isinstance(first, Column):
            if self.take("is"):
                return self._missing(first)
            opposite = self.take("not")
            if opposite or (self.here.kind == "word" and self.here.value == "in"):
                self.need("in", "after 'not'")
                found = Membership(first, self._values())
                return Not(found) if opposite else found
        return self._comparison(first)

    def _missing(self, column: Column) -> Node:
        """Read ``missing`` or ``not missing``."""
        opposite = self.take("not")
        self.need("missing", "after 'is'")
        return Not(Missing(column)) if opposite else Missing(column)

    def _comparison(self, first: Operand) -> Node:
        """Read a chain of comparisons, or a column alone."""
        found: list[Node] = []
        left = first
        while self.here.kind == "sign" and self.here.value in _OPERATORS:
            place, operator = self.here.start, cast("Operator", self.here.value)
            self.place += 1
            right = self._operand()
            if isinstance(left, Fixed) and isinstance(right, Fixed):
                raise not_understood("a comparison without a column", place)
            found.append(Comparison(left, operator, right))
            left = right
        if found:
            return found[0] if len(found) == 1 else All(tuple(found))
        if isinstance(first, Column):
            return Flag(first)
        raise not_understood("a comparison was expected", self.here.start)

    def _values(self) -> tuple[Value, ...]:
        """Read a list of fixed values in round or square brackets."""
        opening = self.here
        if not self.take("(", "["):
            raise not_understood("a list in brackets was expected after 'in'", opening.start)
        closing = _CLOSING[opening.value]
        found: list[Value] = []
        while not self.take(closing):
            if found:
                self.need(",", "between the values of the list")
                if self.take(closing):
                    break
            operand = self._operand()
            if isinstance(operand, Column):
                raise not_understood("a column inside a list", self.tokens[self.place - 1].start)
            found.append(operand.value)
        if not found:
            raise not_understood("an empty list", opening.start)
        return tuple(found)

    def _operand(self) -> Operand:
        """Read a column or a fixed value."""
        token = self.here
        self.place += token.kind != "end"
        if token.kind == "name":
            return Column(token.value)
        if token.kind == "text":
            return Fixed(token.value)
        if token.kind == "number":
            return Fixed(float(token.value))
        if token.value in ("True", "False"):
            return Fixed(token.value == "True")
        raise not_understood("a column or a value was expected", token.start)


def whole(parts: tuple[Part, ...]) -> Node:
    """Return several parts as one condition."""
    return parts[0].node if len(parts) == 1 else All(tuple(part.node for part in parts))

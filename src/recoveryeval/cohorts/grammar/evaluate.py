"""Who meets a condition, who does not, and for whom it cannot be told."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.cohorts.grammar.nodes import (
    All,
    AnyOf,
    Comparison,
    Flag,
    Membership,
    Missing,
    Node,
    Not,
)
from recoveryeval.cohorts.grammar.operands import Values, column_values, fixed_values, pair
from recoveryeval.errors import CohortError

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def evaluate(node: Node, frame: pd.DataFrame) -> pd.arrays.BooleanArray:
    """Return True, False or missing for each row (n,).

    The logic has three values: missing and False is False, missing or True is
    True, everything else that touches a missing value is missing.
    """
    if isinstance(node, All | AnyOf):
        join = operator.and_ if isinstance(node, All) else operator.or_
        return reduce(join, [evaluate(inner, frame) for inner in node.nodes])
    if isinstance(node, Not):
        return ~evaluate(node.node, frame)
    if isinstance(node, Comparison):
        return _compared(node, frame)
    held = column_values(frame, node.column.name)
    if isinstance(node, Missing):
        return _truth(held.missing, np.zeros(len(frame), dtype=bool))
    if isinstance(node, Membership):
        return _listed(node, held)
    return _flagged(node, held)


def _truth(met: np.ndarray, missing: np.ndarray) -> pd.arrays.BooleanArray:
    """Return answers (n,), missing where they cannot be known."""
    shape = np.broadcast_shapes(met.shape, missing.shape)
    return pd.arrays.BooleanArray(
        np.broadcast_to(met, shape).astype(bool), np.broadcast_to(missing, shape).astype(bool)
    )


def _compared(node: Comparison, frame: pd.DataFrame) -> pd.arrays.BooleanArray:
    """Return whether each row meets a comparison."""
    left, right = pair(node.left, node.right, frame)
    if node.operator not in ("==", "!=") and left.kind in ("text", "yes-or-no"):
        raise CohortError(
            "Only numbers and dates have an order",
            code="RE-K05",
            column=left.column or right.column,
            do="Use ==, != or in.",
        )
    met = _COMPARE[node.operator](left.values, right.values)
    return _truth(np.asarray(met, dtype=bool), left.missing | right.missing)


def _listed(node: Membership, held: Values) -> pd.arrays.BooleanArray:
    """Return whether each row's value is one of the list."""
    wanted = [fixed_values(value, held).values for value in node.values]
    met = np.zeros(len(held.values), dtype=bool)
    for value in wanted:
        met |= np.asarray(held.values == value, dtype=bool)
    return _truth(met, held.missing)


def _flagged(node: Flag, held: Values) -> pd.arrays.BooleanArray:
    """Return what a yes-or-no column says."""
    if held.kind != "yes-or-no":
        raise CohortError(
            "The column stands alone in the condition, and does not hold yes or no",
            code="RE-K06",
            column=node.column.name,
            do="Compare it with something.",
        )
    return _truth(held.values, held.missing)

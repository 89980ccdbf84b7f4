"""Running sums, maxima and shifts are taken over plain columns, which every engine reads alike.

With narwhals 2.29 on pandas, a window in an order over a sum of columns gives wrong numbers
without a word: the order is lost, or the running maximum is not taken.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest
from engines import ENGINES, answer, on

import recoveryeval

HOME = Path(recoveryeval.__file__).parent


def ordered_windows(tree: ast.AST) -> list[ast.Call]:
    """Return the calls ``x.over(..., order_by=...)``."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "over"
        and any(word.arg == "order_by" for word in node.keywords)
    ]


def over_a_plain_column(window: ast.Call) -> bool:
    """Return whether a window is ``nw.col("name").function(...).over(...)``."""
    called = window.func.value  # type: ignore[attr-defined]
    if not (isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute)):
        return False
    column = called.func.value
    return (
        isinstance(column, ast.Call)
        and isinstance(column.func, ast.Attribute)
        and column.func.attr == "col"
        and len(column.args) == 1
        and isinstance(column.args[0], ast.Constant)
    )


def test_every_ordered_window_is_over_a_plain_column() -> None:
    found = 0
    for path in sorted(HOME.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "order_by" not in text:
            continue
        for window in ordered_windows(ast.parse(text)):
            found += 1
            assert over_a_plain_column(window), f"{path.name}:{window.lineno}"
    assert found >= 25


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ('nw.col("a").cum_max().over("p", order_by="o")', True),
        ('(nw.col("a") - nw.col("o")).cum_max().over("p", order_by="o")', False),
        ('nw.when(x).then(1).cum_sum().over("p", order_by="o")', False),
        ('total.shift(1).over("p", order_by="o")', False),
    ],
)
def test_the_rule_tells_them_apart(source: str, *, plain: bool) -> None:
    (window,) = ordered_windows(ast.parse(source))
    assert over_a_plain_column(window) is plain


@pytest.mark.engines
@pytest.mark.parametrize("engine", ENGINES)
def test_plain_columns_are_read_alike_in_any_order_of_rows(engine: str) -> None:
    import narwhals.stable.v2 as nw

    rows = pd.DataFrame(
        {"p": [1, 1, 1, 2, 2, 2], "o": [3.0, 1, 2, 1, 2, 3], "b": [4.0, 0, 9, 1, 0, 7]}
    )
    (table,) = on(engine, rows.sample(frac=1, random_state=3).reset_index(drop=True))
    b = {"order_by": "o"}
    found = nw.from_native(table).select(
        "p",
        "o",
        top=nw.col("b").cum_max().over("p", **b),
        least=nw.col("b").cum_min(reverse=True).over("p", **b),
        total=nw.col("b").cum_sum().over("p", **b),
        before=nw.col("b").shift(1).over("p", **b),
    )
    assert answer(found.to_native()) == [
        (1, 1, 0, 0, 0, None), (1, 2, 9, 4, 9, 0), (1, 3, 9, 4, 13, 9),
        (2, 1, 1, 0, 1, None), (2, 2, 1, 0, 1, 1), (2, 3, 7, 7, 8, 0),
    ]  # fmt: skip

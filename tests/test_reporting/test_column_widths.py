"""Columns of printed tables: no word and no number with its limits is broken in two."""

from __future__ import annotations

from recoveryeval.reporting.blocks import Table
from recoveryeval.reporting.writers.column_widths import column_widths

PAGE = 6.5
HEAD = ("Domain", "Both", "Intake", "Day 180", "Change, percentage points", "All", "Note")
ROW = ("Not arrested (past 30 days)", "172", "26%", "45%", "19 (12 to 26)", "175", "x " * 23)


def _widths(head: tuple[str, ...], *rows: tuple[str, ...]) -> list[float]:
    """Return the widths for a table."""
    return column_widths(Table("t", head, rows), PAGE)


def test_a_full_page_is_used_and_limits_stay_on_one_line() -> None:
    widths = _widths(HEAD, ROW)
    assert abs(sum(widths) - PAGE) < 1e-9
    assert widths[HEAD.index("Change, percentage points")] >= 0.08 * len("19 (12 to 26)")
    assert min(widths) >= 0.08 * 4


def test_longer_cells_get_more_of_what_is_left() -> None:
    widths = _widths(("a", "b"), ("one two " * 3, "one two " * 30))
    assert widths[1] > 2 * widths[0]

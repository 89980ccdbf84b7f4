"""Where the boxes of a flow stand, in lines of text from the top and tenths of the width."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

import pandas as pd

Path = tuple[tuple[float, float], ...]
MAIN, SIDE = (0.0, 4.75), (5.3, 4.7)  # left edge and width
MAIN_LETTERS, SIDE_LETTERS = 39, 40
MOST_SIDE_BY_SIDE = 3
GAP = 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its place, and its lines of text, of which the first ``bold`` are the heading."""

    left: float
    width: float
    top: float
    lines: tuple[str, ...]
    bold: int
    kind: str

    @property
    def height(self) -> float:
        """Height in lines."""
        return len(self.lines) + 0.9

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Middle from left to right."""
        return self.left + self.width / 2


def boxes_of(tidy: pd.DataFrame) -> tuple[tuple[Box, ...], tuple[Path, ...]]:
    """Return the boxes of a flow and the arrows between them."""
    rows = dict(iter(tidy.groupby("estimand", sort=False)))
    first = _main(rows["assessed"].iloc[0], 0.0)
    joints: list[Path] = []
    boxes, top = [first], first.bottom + GAP
    if "left out" in rows:
        side = _left_out(rows["left out"], top)
        boxes.append(side)
        across = side.top + side.height / 2
        joints.append(((first.middle, across), (side.left, across)))
        top = side.bottom + GAP
    kept = _main(rows["in the analysis"].iloc[0], top)
    boxes.append(kept)
    joints.append(((first.middle, first.bottom), (kept.middle, kept.top)))
    if "in the arm" in rows:
        arms = _arms(rows["in the arm"], kept.bottom + GAP)
        boxes += arms
        half = kept.bottom + GAP / 2
        joints += [
            (
                (kept.middle, kept.bottom),
                (kept.middle, half),
                (arm.middle, half),
                (arm.middle, arm.top),
            )
            for arm in arms
        ]
    return tuple(boxes), tuple(joints)


def _main(row: pd.Series, top: float) -> Box:
    """Return a box of the main column."""
    lines = (*textwrap.wrap(row["term"], MAIN_LETTERS), f"n = {int(row['n']):,}")
    return Box(*MAIN, top, lines, len(lines), "main")


def _left_out(rows: pd.DataFrame, top: float) -> Box:
    """Return the box at the side: one entry per reason, counts first."""
    wide = max(len(f"{int(n):,}") for n in rows["n"])
    lines = [f"Left out: n = {int(rows['n'].sum()):,}"]
    for term, n in zip(rows["term"], rows["n"], strict=True):
        found = textwrap.wrap(
            f"{int(n):,} · {term}", SIDE_LETTERS, subsequent_indent=" " * (wide + 3)
        )
        lines += found
    return Box(*SIDE, top, tuple(lines), 1, "side")


def _arms(rows: pd.DataFrame, top: float) -> list[Box]:
    """Return the arms side by side, or as one list where they are many."""
    named = [(str(term), int(n)) for term, n in zip(rows["term"], rows["n"], strict=True)]
    if len(named) > MOST_SIDE_BY_SIDE:
        lines = ["In the arms"]
        for term, n in named:
            lines += textwrap.wrap(f"{term}: n = {n:,}", MAIN_LETTERS, subsequent_indent="  ")
        return [Box(*MAIN, top, tuple(lines), 1, "arm")]
    width = (10 - 0.5 * (len(named) - 1)) / len(named)
    boxes = []
    for place, (term, n) in enumerate(named):
        lines = [*textwrap.wrap(term, int(width * 8.2)), f"n = {n:,}"]
        boxes.append(Box(place * (width + 0.5), width, top, tuple(lines), len(lines) - 1, "arm"))
    return boxes

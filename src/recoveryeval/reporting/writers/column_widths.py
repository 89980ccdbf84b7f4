"""How wide each column of a printed table must be for its words."""

from __future__ import annotations

from recoveryeval.reporting.blocks import Table

_LETTER, _PADDING = 0.08, 0.24  # inches, at the size of a table's text
_NARROW = 1.25  # inches; columns that need no more get all they need
_WIDEST = 46  # letters; longer cells are broken into lines


def column_widths(table: Table, width: float) -> list[float]:
    """Return widths in inches: narrow columns get what they need, wide ones share the rest."""
    needs = []
    for head, *cells in zip(table.head, *table.rows, strict=True):
        letters = max([*map(len, cells), *map(len, head.split()), 1])
        needs.append(_PADDING + _LETTER * min(letters, _WIDEST))
    fixed = sum(need for need in needs if need <= _NARROW)
    wide = sum(needs) - fixed
    if sum(needs) <= width or not wide or fixed > 0.75 * width:
        return [need * width / sum(needs) for need in needs]
    return [need if need <= _NARROW else need * (width - fixed) / wide for need in needs]

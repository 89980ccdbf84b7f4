"""Conditions of a mapping that no row of the export meets: told, since a table stays empty."""

from __future__ import annotations

from collections.abc import Iterable

from recoveryeval.loaders.mapping.model import Rows, Source
from recoveryeval.loaders.raw_table import RawTable, Warned

_MEANING = (
    "No row of the export has what the mapping asks of this column under 'where', so a table gets "
    "no rows from it. Compare the words with those of the export: a labeled export spells them "
    "otherwise."
)


def unmet_conditions(raw: RawTable, source: Source) -> tuple[Warned, ...]:
    """Return a warning per column on which a condition of the mapping is met by no row."""
    chosen = [
        *(held.rows for held in source.tables),
        *(held.assessment.rows for held in source.items),
    ]
    unmet = [heading for rows in chosen for heading in _unmet(raw, rows)]
    return tuple(
        Warned("T09", heading, unmet.count(heading), _MEANING) for heading in dict.fromkeys(unmet)
    )


def _unmet(raw: RawTable, rows: Rows) -> Iterable[str]:
    """Return the columns of which no cell holds one of the words asked for."""
    for heading, wanted in rows.where.items():
        folded = {text.casefold() for text in wanted}
        if not any(text.casefold() in folded for text in raw.cells[heading].unique()):
            yield heading

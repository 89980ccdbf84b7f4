"""Which column holds which item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from recoveryeval.errors import SchemaError
from recoveryeval.instruments.instrument import Instrument

Items = Mapping[str, int]
_LAST_NUMBER = re.compile(r"^(.*?)(\d+)(\D*)$", re.DOTALL)


def item_numbers(names: Sequence[str], instrument: Instrument, items: Items | None) -> Items:
    """Return the item number of each name: as the caller says, or its last number.

    Names are taken by their last number when those are exactly the
    instrument's items, each once. Where a table holds other numbered columns
    too, names that differ in the number alone are looked at together: the one
    such set that is complete counts, or the one that names the instrument.
    """
    if items is not None:
        return _named(names, instrument, items)
    sets = _sets(names)
    every = {name: number for found in sets.values() for name, number in found.items()}
    if _complete(every, instrument):
        return every
    whole = {stem: found for stem, found in sets.items() if _complete(found, instrument)}
    if len(whole) > 1:
        own = {stem: found for stem, found in whole.items() if _plain(instrument.name) in stem[0]}
        whole = own or whole
    before = [stem[0] for stem in sets]
    if len(whole) != 1 or before.count(next(iter(whole))[0]) > 1:
        raise _unclear(instrument, len(whole))
    return next(iter(whole.values()))


def _sets(names: Sequence[str]) -> dict[tuple[str, str], dict[str, int]]:
    """Return names and their last numbers, by what stands before and after the number."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for name in names:
        parts = _LAST_NUMBER.match(name)
        if parts:
            stem = (_plain(parts[1]), _plain(parts[3]))
            found.setdefault(stem, {})[name] = int(parts[2])
    return found


def _complete(found: Items, instrument: Instrument) -> bool:
    """Say whether numbers are those of the items, each once."""
    return sorted(found.values()) == list(range(1, instrument.n_items + 1))


def _unclear(instrument: Instrument, whole: int) -> SchemaError:
    """Return the error for names that do not tell which column holds which item."""
    told = f"their last numbers are not 1 to {instrument.n_items}, each once"
    if whole > 1:
        told = f"{whole} sets of columns are numbered 1 to {instrument.n_items}, as with two waves"
    return SchemaError(
        f"Items of {instrument.name} cannot be told from the names of the columns: {told}",
        code="RE-Q06",
        do="Say which column holds which item: items={'column': 1, ...}. With columns for "
        "several waves score one wave at a time.",
    )


def _named(names: Sequence[str], instrument: Instrument, items: object) -> Items:
    """Return the caller's numbers once they are known to be complete."""
    whole = isinstance(items, Mapping) and all(
        isinstance(item, (int, np.integer)) and not isinstance(item, bool)
        for item in items.values()
    )
    if not isinstance(items, Mapping) or not whole:
        raise SchemaError(
            "items= is no table from columns to the numbers of items",
            code="RE-Q06",
            do="Say items={'column': 1, 'other_column': 2, ...} with whole numbers.",
        )
    given = {str(name): int(item) for name, item in items.items()}
    absent = [name for name in given if name not in set(names)]
    if absent:
        raise SchemaError(
            f"{len(absent)} columns named in items= do not exist",
            code="RE-Q06",
            do="Correct the names in items=.",
        )
    if not _complete(given, instrument):
        raise SchemaError(
            f"items= does not name each of the {instrument.n_items} items of {instrument.name} "
            "exactly once",
            code="RE-Q06",
            do=f"Give every item from 1 to {instrument.n_items} one column.",
        )
    return given


def _plain(name: str) -> str:
    """Return a name without case and punctuation."""
    return "".join(c for c in name.casefold() if c.isalnum())

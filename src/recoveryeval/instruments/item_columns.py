"""Which column holds which item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from recoveryeval.errors import SchemaError
from recoveryeval.instruments.instrument import Instrument

_LAST_NUMBER = re.compile(r"(\d+)\D*$")


def item_numbers(
    names: Sequence[str], instrument: Instrument, items: Mapping[str, int] | None
) -> dict[str, int]:
    """Return the item number of each name: as the caller says, or its last number.

    Names are taken by their last number only when those are exactly the
    instrument's items, each once.
    """
    if items is not None:
        return _named(names, instrument, items)
    numbers = {name: _last_number(name) for name in names}
    found = {name: number for name, number in numbers.items() if number is not None}
    if sorted(found.values()) != list(range(1, instrument.n_items + 1)):
        raise SchemaError(
            f"Items of {instrument.name} cannot be told from the names of the columns: their last "
            f"numbers are not 1 to {instrument.n_items}, each once",
            code="RE-Q06",
            do="Say which column holds which item: items={'column': 1, ...}.",
        )
    return found


def _named(
    names: Sequence[str], instrument: Instrument, items: Mapping[str, int]
) -> dict[str, int]:
    """Return the caller's numbers once they are known to be complete."""
    absent = [name for name in items if name not in set(names)]
    if absent:
        raise SchemaError(
            f"{len(absent)} columns named in items= do not exist",
            code="RE-Q06",
            do="Correct the names in items=.",
        )
    if sorted(items.values()) != list(range(1, instrument.n_items + 1)):
        raise SchemaError(
            f"items= does not name each of the {instrument.n_items} items of {instrument.name} "
            "exactly once",
            code="RE-Q06",
            do=f"Give every item from 1 to {instrument.n_items} one column.",
        )
    return dict(items)


def _last_number(name: str) -> int | None:
    """Return the last number in a name."""
    found = _LAST_NUMBER.search(name)
    return int(found.group(1)) if found else None

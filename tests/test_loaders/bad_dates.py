"""Part C of the catalog: dates and episodes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from test_loaders.catalog import Bad
from test_loaders.roster import MAPPING, Export, roster, told

TABLES = MAPPING["sources"]["roster"]["tables"]
BORN_LATE = {
    **MAPPING,
    "sources": {
        "roster": {
            "tables": {**TABLES, "person": {**TABLES["person"], "birth_year": {"value": 2026}}}
        }
    },
}


def moved(cell: str, day: int | None = None) -> dt.date:
    """Return a date, on another day of its month if one is given."""
    date = dt.date.fromisoformat(cell)
    return date if day is None else date.replace(day=day)


def written(given: str, column: str = "both", day: int | None = None) -> Any:
    """Return a builder of an export whose dates are written in a format."""

    def build(n: int, seed: int) -> Export:
        export = roster(n, seed)
        for name in ("intake", "left") if column == "both" else (column,):
            export = export.changed(name, lambda _, c: moved(c, day).strftime(given))
        return export

    return build


def one(column: str, cell: str | Callable[[str], str], at: int = 0) -> Any:
    """Return a builder of an export in which one date is another text."""

    def build(n: int, seed: int) -> Export:
        text = cell if callable(cell) else lambda _: cell
        return roster(n, seed).changed(column, lambda i, c: text(c) if i == at else c)

    return build


def serial(cell: str) -> str:
    """Return a date as Excel counts it."""
    return str((dt.date.fromisoformat(cell) - dt.date(1899, 12, 30)).days)


def serials(n: int, seed: int) -> Export:
    """Return an export whose dates are serial numbers."""
    export = roster(n, seed).changed("intake", lambda _, c: serial(c))
    return export.changed("left", lambda _, c: serial(c))


def two_orders(n: int, seed: int) -> Export:
    """Return an export in which half of the dates put the day first."""
    formats = ("%m/%d/%Y", "%d/%m/%Y")
    return roster(n, seed).changed("intake", lambda i, c: moved(c, 13).strftime(formats[i % 2]))


def two_columns(n: int, seed: int) -> Export:
    """Return an export whose date columns put day and month in different orders."""
    export = roster(n, seed).changed("intake", lambda _, c: moved(c, 13).strftime("%m/%d/%Y"))
    return export.changed("left", lambda _, c: moved(c, 28).strftime("%d/%m/%Y"))


ZONED = "T12:30:00-05:00"
DATES = [
    Bad("D01", one("left", "2025-01-02"), reason="end_before_start", same=False),
    Bad("D02", one("intake", "2031-01-02"), reason="end_before_start", same=False),
    Bad("D02 open", lambda n, s: one("intake", "2031-01-02")(n, s).changed("left", lambda *_: ""),
        reason="after_extract", same=False),
    Bad("D03", one("intake", "06/13/2025"), error="RE-D03", least=2),
    Bad("D03 orders", two_orders, error="RE-D03", least=2),
    Bad("D03 wrong order", written("%m/%d/%Y", day=13), error="RE-D03",
        mapping=told(dayfirst=True)),
    Bad("D03 short years", written("%m/%d/%y"), error="RE-D03"),
    Bad("D03 no dates", written("week %W"), error="RE-D03"),
    Bad("D04", written("%m/%d/%Y", "intake", day=12), error="RE-D04"),
    Bad("D04 columns", two_columns, error="RE-D04"),
    Bad("D04 declared", written("%m/%d/%Y"), mapping=told(dayfirst=False)),
    Bad("D04 day first", written("%d.%m.%Y"), mapping=told(dayfirst=True)),
    Bad("D04 format", written("%d/%m/%y"), mapping=told(date_formats=["%d/%m/%y"])),
    Bad("D04 names", written("%d-%b-%Y")),
    Bad("D04 two formats", written("%m/%d/%Y", day=7), error="RE-D04",
        mapping=told(date_formats=["%m/%d/%Y", "%d/%m/%Y"]), least=30),
    Bad("D05", serials, repair="excel_serial_1900"),
    Bad("D06", one("intake", serial), error="RE-D06", least=2),
    Bad("D07", one("left", "9999-12-31"), repair="far_date_to_open", same=False),
    Bad("D08", one("left", "1900-01-01"), repair="sentinel_to_missing", same=False),
    Bad("D08 declared", one("left", "1888-08-08"), repair="sentinel_unknown", same=False,
        mapping=told(sentinel_dates={"unknown": ["1888-08-08"]})),
    Bad("D09", one("left", "0001-01-01"), repair="sentinel_to_missing", same=False),
    Bad("D11", one("left", "2025-02-30"), reason="impossible_date", same=False),
    Bad("D12", one("intake", lambda c: c + ZONED), error="RE-D12"),
    Bad("D12 declared", one("intake", lambda c: c + ZONED), repair="local_date_from_zone",
        mapping=told(timezone="America/New_York")),
    Bad("D17", roster, reason="birth_implausible", mapping=BORN_LATE),
    Bad("D20", one("left", lambda c: c), same=True),
]  # fmt: skip

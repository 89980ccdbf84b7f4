"""Time stamps with a zone become the calendar date at the site, never the date in UTC."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from recoveryeval.loaders.values.date_column import DateColumn, Days
from recoveryeval.loaders.values.date_shapes import Written

_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
_CLOCKS = ("%H:%M:%S.%f", "%H:%M:%S", "%H:%M", "%I:%M:%S%p", "%I:%M%p")


def local_dates(column: DateColumn, found: Days, timezone: str | None) -> list[dt.date | None]:
    """Return the dates, those with a zone moved to the site's own calendar."""
    zoned = [bool(form and form.zone and form.clock) for form in column.forms]
    if not any(zoned):
        return list(found)
    if timezone is None:
        raise column.error(
            "Time stamps carry a time zone, and the calendar day at the site is not known",
            code="RE-D12",
            rows=column.cells.count(zoned),
            do="Declare timezone = 'America/New_York' (or the site's own) for this source.",
        )
    place = _place(column, timezone)
    return [
        _moved(day, form, place) if z and day and form else day
        for day, form, z in zip(found, column.forms, zoned, strict=True)
    ]


def _place(column: DateColumn, timezone: str) -> ZoneInfo:
    """Return the declared zone."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise column.error(
            "The declared time zone is not known on this computer",
            code="RE-D12",
            rows=int((column.cells.codes >= 0).sum()),
            do="Use a name such as 'America/New_York'; on Windows, install the package tzdata.",
        ) from None


def _moved(day: dt.date, form: Written, place: ZoneInfo) -> dt.date:
    """Return the calendar day at the place of a time stamp in another zone."""
    offset = _OFFSET.fullmatch(form.zone)
    shift = dt.timedelta()
    if offset:
        shift = dt.timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        shift = -shift if offset[1] == "-" else shift
    stamp = dt.datetime.combine(day, _clock(form.clock), tzinfo=dt.timezone(shift))
    return stamp.astimezone(place).date()


def _clock(clock: str) -> dt.time:
    """Return the time of day of a clock as written; one that cannot be is taken as noon."""
    bare = clock.upper().replace(" ", "").replace("A.M.", "AM").replace("P.M.", "PM")
    for given in _CLOCKS:
        try:
            return dt.datetime.strptime(bare, given).time()  # noqa: DTZ007 - the zone comes next
        except ValueError:
            continue
    return dt.time(12)

"""Calendar dates as whole days, alike on every engine and whatever the clocks do."""

from __future__ import annotations

from typing import Any

from recoveryeval.errors import OutcomeError

# Outside these years a date is a stand-in such as 1900-01-01 (unknown) or 9999-12-31 (still open).
FIRST_YEAR, LAST_YEAR = 1901, 2099


def day_number(table: Any, column: str) -> Any:
    """Return a column of dates or of whole days as an expression in days, floats.

    Dates become the days since 1 January of year 1, from their year and day of
    the year: no instants are subtracted, so that a change of clocks changes
    nothing. Stand-in dates are missing.
    """
    import narwhals.stable.v2 as nw

    dtype = table.collect_schema()[column]
    col = nw.col(column)
    if dtype.is_numeric():
        whole = col.cast(nw.Float64).floor()
        return nw.when(~whole.is_nan()).then(whole) if dtype.is_float() else whole
    if (
        not dtype.is_temporal()
        or dtype in (nw.Time, nw.Duration)
        or getattr(dtype, "time_zone", None)
    ):
        raise OutcomeError(
            "A column of days holds neither whole numbers nor dates without a time zone",
            code="RE-D12" if getattr(dtype, "time_zone", None) else "RE-F11",
            column=column,
            do="Convert it to calendar dates of the place where the stays were, such as with "
            "pandas.to_datetime.",
        )
    year = col.dt.year()
    past = (year.cast(nw.Float64) - 1) * 365.25
    number = past.floor() - 15 + col.dt.ordinal_day().cast(nw.Float64)
    return nw.when(year >= FIRST_YEAR, year <= LAST_YEAR).then(number)

"""When each column of person and episode became known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.schema.table_schema import load_table

TIMES = ("always", "anchor", "later", "unknown")


def known_times(columns: Iterable[str], declared: Mapping[str, str] | None) -> dict[str, str]:
    """Return when each column became known: as declared, as the schema says, or unknown.

    A column is known ``always``, from the ``anchor`` on, ``later``, from the
    day another column names, or at an ``unknown`` time.
    """
    names = list(dict.fromkeys(columns))
    fixed = {f.name: f.known_at for t in ("episode", "person") for f in load_table(t).fields}
    times = {name: str(fixed.get(name.removesuffix("_raw"), "unknown")) for name in names}
    for name, time in (declared or {}).items():
        if name not in names:
            raise SchemaError(
                "A column whose time was declared is not in person or episode",
                code="RE-S08",
                column=name,
                do="Name a column of person or episode." + nearest(name, names),
            )
        if time not in TIMES and time not in names:
            raise SchemaError(
                "The time a column became known is neither a word for it nor a day column",
                code="RE-S09",
                column=name,
                do=f"Use one of {', '.join(TIMES)}, or name a column that holds the day."
                + nearest(time, [*TIMES, *names]),
            )
        times[name] = time
    return times

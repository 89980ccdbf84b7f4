"""Several programs joined into one."""

from __future__ import annotations

from functools import reduce

from recoveryeval.errors import SchemaError
from recoveryeval.programs.assemble import assembled
from recoveryeval.programs.program import Program


def combined(first: Program, *others: Program) -> Program:
    """Return one program from the sources of all, every rule run again once on all rows."""
    programs = (first, *others)
    dates = {p.extract_date for p in programs} - {None}
    if len(dates) > 1:
        raise SchemaError(
            "The programs have different extract dates",
            code="RE-D02",
            do="Export all on the same day, or give all the earliest date when loading.",
        )
    return assembled(
        " + ".join(dict.fromkeys(p.name for p in programs)),
        tuple(piece for p in programs for piece in p.pieces),
        reduce(lambda a, b: a.joined(b), (p.loaded for p in programs)),
        extract_date=next(iter(dates), None),
        known={n: t for p in programs for n, t in p.known.items() if t != "unknown"},
    )

"""Two programs joined into one."""

from __future__ import annotations

from recoveryeval.errors import SchemaError
from recoveryeval.programs.assemble import assembled
from recoveryeval.programs.program import Program


def combined(first: Program, second: Program) -> Program:
    """Return one program from the sources of two, every rule run again."""
    dates = {p.extract_date for p in (first, second)} - {None}
    if len(dates) > 1:
        raise SchemaError(
            "The two programs have different extract dates",
            code="RE-D02",
            do="Export both on the same day, or give both the earlier date when loading.",
        )
    declared = {n: t for p in (first, second) for n, t in p.known.items() if t != "unknown"}
    return assembled(
        first.name if first.name == second.name else f"{first.name} + {second.name}",
        (*first.pieces, *second.pieces),
        first.loaded.joined(second.loaded),
        extract_date=next(iter(dates), None),
        known=declared,
    )

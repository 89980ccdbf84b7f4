"""What a program's exports hold, as lines of counts for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recoveryeval.reporting.filling import fill
from recoveryeval.reporting.sections.quality import totals

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program

_ROW = (
    "{source:text} / {table:text}: {rows_read:count} rows read, {kept:count} used, "
    "{quarantined:count} set aside, {duplicates:count} duplicates, {blank:count} blank"
)
_ALL = "All: " + _ROW.split(": ", 1)[1]


def errors_in(program: Program) -> int:
    """Return the number of findings that are errors."""
    return int((program.checks()["severity"] == "error").sum())


def lines(program: Program) -> Iterator[str]:
    """Yield the ledger, the reasons for setting aside, and the findings."""
    ledger = program.ledger
    yield "Rows"
    for row in ledger.to_dict("records"):
        yield "  " + fill(_ROW, row)
    yield "  " + fill(_ALL, totals(ledger))
    quarantine = program.quarantine
    reasons = quarantine.groupby(["table", "reason"]).size().rename("count").reset_index()
    yield "Set aside" if len(reasons) else "Set aside: nothing"
    for row in reasons.to_dict("records"):
        yield "  " + fill("{table:text}, {reason:text}: {count:count}", row)
    checks = program.checks()
    yield "Findings" if len(checks) else "Findings: none"
    for row in checks.to_dict("records"):
        row["where"] = ".".join(part for part in (row["table"], row["column"]) if part)
        yield "  " + fill(
            "{severity:text} {id:text} {where:text} ({count:count}): {meaning:text}", row
        )

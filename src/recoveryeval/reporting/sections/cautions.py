"""What to keep in mind: what the checks of all results say, each once."""

from __future__ import annotations

from recoveryeval.reporting.blocks import Block, Heading, Text
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.for_readers import for_readers
from recoveryeval.reporting.wording import capital
from recoveryeval.results.check import Check

TITLE = "What to keep in mind"
_SERIOUS = ("concern", "fail")


def cautions(found: Findings) -> list[Block]:
    """Return the section: concerns first, then notes."""
    told = [*concerns(found), *_checks(found, ("note",))]
    if not told:
        return []
    return [Heading(TITLE), *(Text(text, "point") for text in dict.fromkeys(map(_said, told)))]


def _said(check: Check) -> str:
    """Return a check as a reader without a keyboard reads it."""
    return capital(for_readers(check.meaning))


def concerns(found: Findings) -> list[Check]:
    """Return the checks of concern, each once."""
    return _checks(found, _SERIOUS)


def _checks(found: Findings, verdicts: tuple[str, ...]) -> list[Check]:
    """Return the checks with one of the verdicts, each meaning once."""
    results = [found.flow, *found.curves, *found.tests, *found.means, *found.others]
    checks = [c for r in results if r is not None for c in r.check_rows if c.verdict in verdicts]
    return list({check.meaning: check for check in checks}.values())

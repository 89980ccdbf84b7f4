"""What a loader did to the rows of its files before the schema saw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from recoveryeval.programs import ledger as ledgers
from recoveryeval.programs import quarantine as quarantines
from recoveryeval.programs.repairs import typed_repairs
from recoveryeval.schema.finding import Finding


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Loaded:
    """The ledger, quarantine, repairs and findings of loaders, in their types."""

    ledger: pd.DataFrame
    quarantine: pd.DataFrame
    repairs: pd.DataFrame
    findings: tuple[Finding, ...]

    def joined(self, other: Loaded) -> Loaded:
        """Return the accounts of two sets of files as one."""
        return Loaded(
            pd.concat([self.ledger, other.ledger], ignore_index=True),
            quarantines.joined([self.quarantine, other.quarantine]),
            pd.concat([self.repairs, other.repairs], ignore_index=True),
            (*self.findings, *other.findings),
        )


def as_loaded(
    ledger: pd.DataFrame | None,
    quarantine: pd.DataFrame | None,
    repairs: pd.DataFrame | None,
    findings: Sequence[Finding],
) -> Loaded:
    """Return a loader's account; what it does not give is empty."""
    return Loaded(
        ledgers.typed(ledger),
        quarantines.joined([] if quarantine is None else [quarantine]),
        typed_repairs(repairs),
        tuple(findings),
    )

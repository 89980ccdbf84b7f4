"""The order of rows changes nothing: not the tables, not the counts, not the refusals."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_loaders.catalog import Bad
from test_loaders.roster import Export, load, roster
from test_loaders.test_bad_inputs import CATALOG

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

N = 25
# The first data row is special by definition in F15; a file without rows has no order.
SHUFFLED = [bad for bad in CATALOG if isinstance(bad.build(N, N), Export) and not bad.ordered]


def outcome(export: Export, folder: Path, bad: Bad) -> object:
    """Return the code of a refusal with its counts, or what was loaded."""
    try:
        return summary(load(export.data(), folder, bad.mapping))
    except RecoveryEvalError as error:
        return error.code, error.what, error.column, error.rows


def summary(program: rv.Program) -> dict[str, object]:
    """Return tables in an order of their own, and every count."""
    tables = {name: settled(program.tables[name]) for name in ("person", "episode")}
    reasons = program.quarantine.groupby(["table", "column", "reason"]).size().to_dict()
    checks = program.checks().drop(columns="meaning")
    return {
        **tables,
        "reasons": reasons,
        "ledger": program.ledger.to_dict("records"),
        "repairs": sorted(map(str, program.repairs.to_dict("records"))),
        "checks": sorted(map(str, checks.to_dict("records"))),
    }


def settled(frame: pd.DataFrame) -> list[str]:
    """Return the rows of a table in an order that does not depend on the file."""
    return sorted(map(str, frame.to_dict("records")))


@pytest.mark.parametrize("bad", SHUFFLED, ids=lambda bad: bad.id)
def test_bad_input(bad: Bad, tmp_path: Path) -> None:
    export = bad.build(N, N)
    assert isinstance(export, Export)
    first = outcome(export, tmp_path, bad)
    for seed in (1, 2):
        assert outcome(export.shuffled(seed), tmp_path, bad) == first


@settings(max_examples=6)
@given(seed=st.integers(0, 2**16))
def test_several_stays(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    # A person's stays are numbered by date, whatever the order of rows.
    export = roster(12, seed)
    again = [
        [row[0], *other[1:]]
        for row, other in zip(export.rows, roster(12, seed + 1).rows, strict=True)
    ]
    both = Export([*export.rows, *again, *export.rows[:3]])
    folder = tmp_path_factory.mktemp("order")
    clean = CATALOG[0]
    assert outcome(both, folder, clean) == outcome(both.shuffled(seed), folder, clean)

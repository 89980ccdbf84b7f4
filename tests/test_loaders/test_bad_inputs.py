"""Every bad input has the outcome that the catalog asks, and no row is lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from test_loaders.bad_dates import DATES
from test_loaders.bad_files import FILES
from test_loaders.bad_ids import IDS
from test_loaders.bad_sheets import SHEETS
from test_loaders.bad_values import VALUES
from test_loaders.catalog import Bad, as_bytes
from test_loaders.roster import load, roster

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

CATALOG = [*FILES, *SHEETS, *IDS, *DATES, *VALUES]
ACCEPTED = [bad for bad in CATALOG if not bad.refused]
SIZES = (1, 30, 5000)


def variants(chosen: list[Bad]) -> list[object]:
    """Every input in every size it can have."""
    return [
        pytest.param(bad, n, id=f"{bad.id} {n}", marks=[pytest.mark.slow] if n > 30 else [])
        for bad in chosen
        for n in SIZES
        if n >= bad.least
    ]


def balanced(program: rv.Program) -> bool:
    """Whether rows read are kept, set aside, blank or collapsed, and each set aside is there."""
    held = program.ledger
    parts = held[["kept", "quarantined", "blank", "duplicates"]].sum(axis=1)
    files = held[held["table"] == "(file)"]
    aside = program.quarantine.query("table == '(file)' and column == ''")
    whole = int((files["quarantined"] + files["duplicates"]).sum())
    return bool((held["rows_read"] == parts).all()) and len(aside) == whole


def tables(program: rv.Program) -> dict[str, pd.DataFrame]:
    """The tables that the roster feeds, in an order of their own."""
    return {
        name: program.tables[name].sort_values("person_id").reset_index(drop=True)
        for name in ("person", "episode")
    }


@pytest.mark.parametrize(("bad", "n"), variants([b for b in CATALOG if b.refused]))
def test_refused(bad: Bad, n: int, tmp_path: Path) -> None:
    with pytest.raises(RecoveryEvalError) as caught:
        load(as_bytes(bad.build(n, n)), tmp_path, bad.mapping, name=bad.name)
    error = caught.value
    assert error.code == bad.error
    assert len(error.do) > 10
    assert error.file in ("roster", "mapping", None)
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


@pytest.mark.parametrize(("bad", "n"), variants(ACCEPTED))
def test_accepted(bad: Bad, n: int, tmp_path: Path) -> None:
    program = load(as_bytes(bad.build(n, n)), tmp_path, bad.mapping, name=bad.name)
    assert balanced(program)
    if bad.repair:
        assert program.repairs.set_index("repair")["count"].loc[[bad.repair]].sum() > 0
    if bad.reason:
        assert bad.reason in set(program.quarantine["reason"])
    if bad.warning:
        assert program.checks().set_index("id")["count"].loc[[bad.warning]].sum() > 0
    if bad.same:
        clean = tables(load(roster(n, n).data(), tmp_path, name="clean.csv"))
        for name, frame in tables(program).items():
            pd.testing.assert_frame_equal(frame, clean[name])


def test_every_input_has_its_own_name() -> None:
    names = [bad.id for bad in CATALOG]
    assert len(names) == len(set(names))

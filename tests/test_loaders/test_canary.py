"""No planted value appears where a person, a log or another program could see it."""

from __future__ import annotations

import logging
import re
import warnings
from pathlib import Path

import pytest
from test_loaders.catalog import Bad, as_bytes
from test_loaders.roster import Export, load, roster
from test_loaders.test_bad_inputs import CATALOG

import recoveryeval as rv
from recoveryeval.errors import RecoveryEvalError

N = 30
FILE = "Zquilla Zqhartwell.csv"


def seed_of(bad: Bad) -> int:
    """Each input holds values of its own."""
    return CATALOG.index(bad)


def planted(bad: Bad) -> set[str]:
    """Every id, date, fee and note of the export, as it was and as it was spoiled."""
    built = bad.build(N, seed_of(bad))
    exports = [roster(N, seed_of(bad)), *([built] if isinstance(built, Export) else [])]
    cells = {cell.strip() for export in exports for row in export.rows for cell in row}
    parts = {part for cell in cells for part in re.split(r"[\s\"',;]+", cell)}
    # Short codes such as D, and numbers such as 99.5, could stand in any text by chance.
    return {text for text in cells | parts if len(text) >= 8}


def seen(bad: Bad, folder: Path) -> str:
    """Everything that loading says: error, its parts, tables of counts, representations."""
    name = FILE if bad.name.endswith(".csv") else FILE.replace("csv", "xlsx")
    try:
        program = load(as_bytes(bad.build(N, seed_of(bad))), folder, bad.mapping, name=name)
    except RecoveryEvalError as error:
        chain = [error, error.__cause__, None if error.__suppress_context__ else error.__context__]
        return "\n".join(f"{link!r} {link} {vars(link)}" for link in chain if link is not None)
    return said(program)


def said(program: rv.Program) -> str:
    """What a program shows of itself without being asked for rows."""
    parts = [program, program.checks(), program.ledger, program.repairs, program.findings]
    aside = program.quarantine.drop(columns="original")
    shown = [repr(part) for part in parts] + [program._repr_html_(), aside.to_string()]
    frames = [program.checks().to_string(), program.ledger.to_string(), program.repairs.to_string()]
    return "\n".join([*shown, *frames])


@pytest.mark.parametrize("bad", CATALOG, ids=lambda bad: bad.id)
def test_no_value_is_told(
    bad: Bad,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        text = seen(bad, tmp_path)
    out, err = capfd.readouterr()
    everything = "\n".join([text, out, err, caplog.text, *(str(w.message) for w in warned)])
    found = [value for value in planted(bad) if value in everything]
    assert len(found) == 0
    assert "Zquilla" not in everything
    assert "Zqhartwell" not in everything


def test_a_thousand_values_are_planted() -> None:
    assert len(set().union(*(planted(bad) for bad in CATALOG))) > 1000


def test_the_search_would_find_a_value(tmp_path: Path) -> None:
    program = load(roster(N, seed_of(CATALOG[0])).data(), tmp_path)
    shown = program.tables["person"].to_string()
    assert any(value in shown for value in planted(CATALOG[0]))

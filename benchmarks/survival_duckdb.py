"""A Cox model of 50,000,000 people who stay in DuckDB: SQL time, and what comes on top of it.

    python benchmarks/survival_duckdb.py [people]

The GROUP BY is timed by itself, then the whole way from the table to the finished model. Memory is
that of this process: DuckDB may use 2 GB, and Python holds no more than the cells. With 100,000
people the same model is fitted to the rows, and must agree.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from against_r import fastest, told

import recoveryeval as rv

COLUMNS = ("arm", "age_band", "dual")
MAKE = """
CREATE OR REPLACE TABLE people AS
SELECT LEAST(CEIL(-LN(1 - u) * 40 * EXP(0.3 * arm - 0.1 * age_band)), ends)::SMALLINT AS week,
       CEIL(-LN(1 - u) * 40 * EXP(0.3 * arm - 0.1 * age_band)) <= ends AS left_program,
       arm, age_band, dual
FROM (SELECT random() AS u, (random() * 100)::TINYINT + 4 AS ends, (random() < 0.5)::TINYINT AS arm,
             (random() * 4)::TINYINT AS age_band, (random() < 0.4)::TINYINT AS dual
      FROM range(?))
"""
COUNT = """
SELECT week, left_program, arm, age_band, dual, count(*) AS n FROM people
GROUP BY week, left_program, arm, age_band, dual
"""


def fitted(table: Any) -> Any:
    """Return the model of a table, wherever it lives."""
    outcome = rv.time_to_event(table, time="week", event="left_program", covariates=COLUMNS)
    return rv.cox(outcome, "arm + C(age_band) + dual")


def check_against_rows(con: Any) -> None:
    """Fit a smaller table in memory and where it lives: the numbers must agree."""
    con.execute(MAKE, [100_000])
    columns = ["estimate", "std_error"]
    stays, arrives = fitted(con.table("people")), fitted(con.table("people").df())
    own, other = (m.tidy()[columns].to_numpy(float) for m in (stays, arrives))
    assert np.allclose(own, other, rtol=1e-10, equal_nan=True)


def peak_gb() -> float:
    """Return the largest resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def main(people: int) -> None:
    """Print seconds of the GROUP BY, of the whole, and memory."""
    print(told("duckdb"))
    with tempfile.TemporaryDirectory(prefix="people") as folder:
        con = duckdb.connect(str(Path(folder) / "people.duckdb"))
        con.execute("SET memory_limit = '2GB'; SET threads = 2; SELECT setseed(0.5)")
        con.execute(f"SET temp_directory = '{folder}'")
        check_against_rows(con)
        made = fastest(lambda: con.execute(MAKE, [people]), 1)
        before = peak_gb()
        sql = fastest(lambda: con.execute(COUNT).df(), 6)
        cells = len(con.execute(COUNT).df())
        whole = fastest(lambda: fitted(con.table("people")), 6)
        print(
            f"{people:,} people (made in {made:.0f} s), {cells:,} cells: GROUP BY {sql:.2f} s, "
            f"table to model {whole:.2f} s, on top of SQL {whole - sql:.2f} s"
        )
        print(f"peak memory: {before:.2f} GB after making the table, {peak_gb():.2f} GB at the end")
        con.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000_000)

"""Readmission of a state: 40 million stays in DuckDB on two cores, against SQL written by hand.

Run ``python benchmarks/readmission_statewide.py --stays 40000000``; with ``--engines`` the
same question is also asked of pandas, polars and Spark (choose fewer stays then). The two
pieces of SQL do what ``readmission(..., definition="psychiatric_facility", form="binary")``
does: one as it is usually written, with a number for every island of touching stays, and one
that uses our own shortcut of reading off the next admission in the same order.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

import recoveryeval as rv
from recoveryeval.results.spec import content_hash

EXTRACT = "2024-12-31"
PEOPLE_PER_STAY = 0.3

MAKE = """
CREATE TABLE stays AS
SELECT person_id, start, start + length AS "end", type, planned, disposition FROM (
  SELECT (random() * {people})::INTEGER AS person_id,
         DATE '2023-01-01' + (random() * 728)::INTEGER AS start,
         CASE WHEN random() < 0.05 THEN 40 ELSE (random() * 9)::INTEGER END AS length,
         CASE WHEN random() < 0.4 THEN 'psych_inpatient' ELSE 'inpatient' END AS type,
         random() < 0.1 AS planned,
         CASE WHEN random() < 0.85 THEN 'home' WHEN random() < 0.5 THEN 'transfer'
              WHEN random() < 0.8 THEN 'against_advice' ELSE 'died' END AS disposition
  FROM range({stays}))
"""

# Codes beside the day, as in the package: what begins first and ends last decides ties alike.
CODED = """
SELECT person_id AS person,
  datediff('day', DATE '2000-01-01', start) * 8
    + CASE WHEN planned THEN 1 ELSE 0 END AS opens,
  datediff('day', DATE '2000-01-01', "end") * 8
    + CASE disposition WHEN 'died' THEN 6 WHEN 'transfer' THEN 4 WHEN 'against_advice' THEN 2
           ELSE 0 END
    + CASE WHEN type = 'psych_inpatient' THEN 1 ELSE 0 END AS closes
FROM stays WHERE start <= DATE '2024-12-31'
"""

ANSWER = """
SELECT following IS NOT NULL AND following % 8 = 0
         AND following // 8 - closed // 8 BETWEEN 3 AND 30 AS value, count(*) AS n
FROM whole WHERE closed % 8 = 1
  AND closed // 8 + 30 <= datediff('day', DATE '2000-01-01', DATE '2024-12-31')
GROUP BY value ORDER BY value
"""

USUAL = """
WITH coded AS (@coded),
before AS (SELECT *, max(closes) OVER (PARTITION BY person ORDER BY opens, closes
             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM coded),
island AS (SELECT *, sum(CASE WHEN reach IS NULL OR opens // 8 > reach // 8 + 1 THEN 1 ELSE 0 END)
             OVER (PARTITION BY person ORDER BY opens, closes ROWS UNBOUNDED PRECEDING) AS number
           FROM before),
joined AS (SELECT person, number, min(opens) AS opened, max(closes) AS closed
           FROM island GROUP BY person, number),
whole AS (SELECT *, lead(opened) OVER (PARTITION BY person ORDER BY opened) AS following
          FROM joined)
@answer
"""

SHORTCUT = """
WITH coded AS (@coded),
ordered AS (SELECT max(closes) OVER w AS closed,
              lead(opens) OVER (PARTITION BY person ORDER BY opens, closes) AS following
            FROM coded WINDOW w AS (PARTITION BY person ORDER BY opens, closes
              ROWS UNBOUNDED PRECEDING)),
whole AS (SELECT * FROM ordered
          WHERE following IS NULL OR following // 8 > closed // 8 + 1)
@answer
"""


def whole(sql: str) -> str:
    """Return a query with the parts that both have."""
    return sql.replace("@coded", CODED).replace("@answer", ANSWER)


def verb(stays: Any) -> pd.DataFrame:
    """Ask the package."""
    found = rv.readmission(
        stays, definition="psychiatric_facility", form="binary", extract_day=EXTRACT
    )
    return found.data


def timed(question: Callable[[], pd.DataFrame]) -> tuple[float, pd.DataFrame]:
    """Return seconds and answer."""
    start = time.perf_counter()
    answer = question()
    return time.perf_counter() - start, answer


def plain(answer: pd.DataFrame) -> list[tuple[bool, int]]:
    """Return the answer as plain rows, in order."""
    return sorted((bool(v), int(n)) for v, n in zip(answer["value"], answer["n"], strict=True))


def against_sql(con: Any, repeats: int) -> None:
    """Print the time of the package and of both pieces of SQL; the answers must be equal."""
    questions = {
        "package": lambda: verb(con.table("stays")),
        "SQL as usual": lambda: con.execute(whole(USUAL)).df(),
        "SQL with shortcut": lambda: con.execute(whole(SHORTCUT)).df(),
    }
    best: dict[str, float] = {}
    answers = {}
    for _ in range(repeats):
        for name, question in questions.items():
            seconds, answers[name] = timed(question)
            best[name] = min(best.get(name, float("inf")), seconds)
    told = plain(answers["package"])
    assert all(plain(answer) == told for answer in answers.values()), answers
    for name, seconds in best.items():
        ratio = best["package"] / seconds
        print(f"{name}: {seconds:.1f} s (package / this: {ratio:.2f})")
    print(f"answer of all three: {told}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"peak memory of the process: {peak:.2f} GB")


def every_engine(con: Any, folder: Path) -> None:
    """Print the hash of the answer, counts by day, on four engines."""
    import polars as pl
    from pyspark.sql import SparkSession

    stays, parquet = con.table("stays"), str(folder / "stays.parquet")
    stays.write_parquet(parquet)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    tables = {
        "pandas": stays.df,
        "polars": lambda: pl.scan_parquet(parquet),
        "duckdb": lambda: stays,
        "spark": lambda: session.read.parquet(parquet),
    }
    hashes = set()
    for name, make in tables.items():
        seconds, answer = timed(lambda make=make: by_day(make()))  # type: ignore[misc]
        hashes.add(content_hash(answer))
        print(f"{name}: {seconds:.1f} s, {content_hash(answer)[:16]}")
    session.stop()
    assert len(hashes) == 1, "the engines differ"


def by_day(stays: Any) -> pd.DataFrame:
    """Return counts by day and cause, as numbers alone."""
    found = rv.readmission(stays, definition="psychiatric_facility", extract_day=EXTRACT).data
    return found[["time", "cause", "n"]].astype("float64")


def main() -> None:
    """Make the stays in a temporary folder, ask, and delete them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stays", type=int, default=1_000_000)
    parser.add_argument("--memory", default="3GB")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--engines", action="store_true")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="readmission"))
    try:
        con = duckdb.connect(str(folder / "stays.duckdb"))
        con.execute(f"SET memory_limit = '{asked.memory}'; SET threads = {asked.threads}")
        con.execute(f"SET temp_directory = '{folder / 'spill'}'; SELECT setseed(0.5)")
        people = int(asked.stays * PEOPLE_PER_STAY)
        seconds, _ = timed(lambda: con.execute(MAKE.format(people=people, stays=asked.stays)))
        print(f"{asked.stays:,} stays of {people:,} people, made in {seconds:.1f} s")
        against_sql(con, asked.repeats)
        if asked.engines:
            every_engine(con, folder)
        con.close()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

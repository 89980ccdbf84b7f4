"""A small clean program with a row in every table, for tests to spoil one value at a time."""

from __future__ import annotations

import pandas as pd

from recoveryeval.programs.build import program
from recoveryeval.programs.program import Program

EXTRACT = "2026-06-30"


def small_tables() -> dict[str, pd.DataFrame]:
    """Three people with four episodes; nothing in them gives a check anything to say."""
    return {
        "person": pd.DataFrame(
            {
                "person_id": ["001", "002", "003"],
                "birth_year": [1980, 1991, 2000],
                "sex": ["female", "male", "female"],
                "race": ["white", "black;white", None],
                "severity": [0.5, 1.5, 2.5],
            }
        ),
        "episode": pd.DataFrame(
            {
                "episode_id": ["e1", "e2", "e3", "e4"],
                "person_id": ["001", "002", "003", "001"],
                "site": ["north", "north", "south", "south"],
                "anchor": ["2025-01-06", "2025-02-03", "2025-03-03", "2026-01-05"],
                "end": ["2025-04-06", None, "2025-05-02", None],
                "end_reason": ["completed", None, "dropout", None],
                "status": ["closed", "open", "closed", "open"],
            }
        ),
        "coach": pd.DataFrame(
            {"coach_id": ["k1"], "role": ["recovery_coach"], "certified": [True]}
        ),
        "assignment": pd.DataFrame(
            {"episode_id": ["e1"], "coach_id": ["k1"], "start": ["2025-01-06"]}
        ),
        "contact": pd.DataFrame(
            {
                "contact_id": ["c1", "c2", "c3", "c4"],
                "person_id": ["001", "001", "002", "001"],
                "episode_id": ["e1", "e1", "e2", "e4"],
                "coach_id": ["k1"] * 4,
                "date": ["2025-01-06", "2025-01-20", "2025-02-10", "2026-02-04"],
                "status": ["completed", "no_show", "completed", "completed"],
                "service": ["peer", "peer", "peer", "outreach"],
                "minutes": [30.0, None, 45.0, 20.0],
            }
        ),
        "assessment": pd.DataFrame(
            {
                "assessment_id": ["a1", "a2"],
                "person_id": ["001", "001"],
                "episode_id": ["e1", "e1"],
                "instrument": ["GSE", "GSE"],
                "wave": ["baseline", "month_3"],
                "date": ["2025-01-06", "2025-04-04"],
                "status": ["complete", "complete"],
            }
        ),
        "response": pd.DataFrame(
            {
                "assessment_id": ["a1", "a1", "a2"],
                "item": ["gse_1", "gse_2", "gse_1"],
                "value": [3.0, None, 4.0],
                "missing": [None, "refused", None],
            }
        ),
        "score": pd.DataFrame({"assessment_id": ["a1"], "scale": ["total"], "value": [30.0]}),
        "event": pd.DataFrame(
            {
                "event_id": ["v1", "v2"],
                "person_id": ["001", "003"],
                "episode_id": ["e1", "e3"],
                "type": ["ed", "death"],
                "start": ["2025-02-01", "2025-05-02"],
                "end": ["2025-02-01", None],
            }
        ),
        "drug": pd.DataFrame(
            {
                "person_id": ["001"],
                "episode_id": ["e1"],
                "date": ["2025-01-07"],
                "product": ["methadone"],
                "days_supply": [1],
            }
        ),
        "span": pd.DataFrame(
            {
                "person_id": ["001"],
                "episode_id": ["e1"],
                "kind": ["study"],
                "start": ["2025-01-06"],
                "end": ["2026-06-30"],
            }
        ),
        "panel": pd.DataFrame(
            {
                "person_id": ["001"],
                "episode_id": ["e1"],
                "period": [0],
                "unit": ["week"],
                "substance": ["opioids"],
                "value": ["neg"],
                "source": ["urine"],
            }
        ),
        "meta": pd.DataFrame({"table": ["contact"], "column": ["status"], "meaning": ["kept"]}),
        "goal": pd.DataFrame(
            {
                "goal_id": ["g1"],
                "person_id": ["001"],
                "episode_id": ["e1"],
                "domain": ["housing"],
                "set": ["2025-01-10"],
            }
        ),
        "referral": pd.DataFrame(
            {
                "referral_id": ["r1"],
                "person_id": ["001"],
                "episode_id": ["e1"],
                "need": ["housing"],
                "made": ["2025-01-10"],
            }
        ),
        "diagnosis": pd.DataFrame(
            {"person_id": ["001"], "episode_id": ["e1"], "code": ["F11.20"], "date": ["2025-01-06"]}
        ),
        "state": pd.DataFrame(
            {
                "person_id": ["001"],
                "episode_id": ["e1"],
                "domain": ["housing"],
                "value": ["rents"],
                "start": ["2025-01-06"],
            }
        ),
        "staff_record": pd.DataFrame(
            {"coach_id": ["k1"], "date": ["2025-01-08"], "kind": ["supervision"], "hours": [1.0]}
        ),
        "site": pd.DataFrame({"site": ["north", "south"], "setting": ["inpatient", "community"]}),
    }


def small_program(**frames: pd.DataFrame) -> Program:
    """The small program, with some of its tables replaced."""
    return program({**small_tables(), **frames}, extract_date=EXTRACT)


def spoiled(table: str, column: str, row: int, value: object) -> pd.DataFrame:
    """One table of the small program with one cell replaced."""
    frame = small_tables()[table]
    values = [*frame[column]] if column in frame else [None] * len(frame)
    values[row] = value
    return frame.assign(
        **{column: pd.Series(values, dtype=object if isinstance(value, str) else None)}
    )


def found(made: Program) -> dict[str, int]:
    """Every check that found something: its id, table and column, with the count."""
    checks = made.checks()
    return {
        f"{row['id']} {row['table']}.{row['column']}": int(row["count"])
        for _, row in checks.iterrows()
    }

"""Four people with weekly results, dated events and interviews, some of them after the end."""

from __future__ import annotations

import pandas as pd

import recoveryeval as rv

ANCHOR = pd.Timestamp("2025-01-01")
WEEKS = {"a": "--++++--", "b": "---oooo-", "c": "++------", "d": "--------"}


def day(n: int) -> str:
    """Return a date so many days after the anchor."""
    return str((ANCHOR + pd.Timedelta(days=n)).date())


def panel(person: str, text: str) -> pd.DataFrame:
    """Return the weekly results of a pattern as rows of the panel."""
    value = {"+": "pos", "-": "neg", "o": "missing"}
    return pd.DataFrame(
        {
            "person_id": person,
            "episode_id": person,
            "period": range(len(text)),
            "unit": "week",
            "substance": "opioids",
            "value": [value[s] for s in text],
            "source": "urine",
        }
    )


EVENTS = [
    ("a", "use", 20),
    ("a", "use", 22),
    ("a", "use", 50),
    ("a", "use", 0),
    ("c", "death", 24),
    ("c", "use", 30),
    ("b", "relapse", 40),
    ("d", "ed", 5),
]
ASKED = [
    ("a", "month_1", 30, 12),
    ("b", "month_1", 28, 0),
    ("b", "month_2", 55, 3),
    ("d", "month_1", 31, 0),
    ("d", "month_2", 50, None),
    ("a", "baseline", 0, 20),
]


def tables() -> dict[str, pd.DataFrame]:
    """Return the program's tables."""
    people = list(WEEKS)
    return {
        "person": pd.DataFrame({"person_id": people}),
        "episode": pd.DataFrame(
            {"episode_id": people, "person_id": people, "anchor": str(ANCHOR.date())}
        ),
        "panel": pd.concat([panel(p, t) for p, t in WEEKS.items()], ignore_index=True),
        "event": pd.DataFrame(
            [(f"e{i}", p, p, t, day(n)) for i, (p, t, n) in enumerate(EVENTS)],
            columns=["event_id", "person_id", "episode_id", "type", "start"],
        ),
        "assessment": pd.DataFrame(
            [(f"i{i}", p, p, "U", w, day(n)) for i, (p, w, n, _) in enumerate(ASKED)],
            columns=["assessment_id", "person_id", "episode_id", "instrument", "wave", "date"],
        ),
        "response": pd.DataFrame(
            [(f"i{i}", "days_used", v, 30) for i, (*_, v) in enumerate(ASKED)],
            columns=["assessment_id", "item", "value", "period_days"],
        ),
    }


def checks(outcome: rv.Outcome) -> dict[str, float]:
    """Return the number that each check of an outcome carries."""
    return {c.id: c.statistic for c in outcome.check_rows}

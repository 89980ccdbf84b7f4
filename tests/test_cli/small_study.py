"""A study of sixty people in two small files, for tests that need no whole demo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

MAPPING = """
version = 1
[sources.roster.tables.person]
person_id = "client"
birth_year = "born"
sex = "sex"
[sources.roster.tables.episode]
person_id = "client"
anchor = "intake"
group = { column = "group", known_at = "anchor" }
[sources.log.tables.contact]
person_id = "client"
date = "day"
status = "status"
"""
STUDY = """
version = 1
title = "Small"
program = "the small program"
extract_date = 2025-12-31
[[sources]]
file = "roster.csv"
reader = "csv"
mapping = "mapping.toml"
source = "roster"
[[sources]]
file = "log.csv"
reader = "csv"
mapping = "mapping.toml"
source = "log"
[cohort]
arm = "group"
[retention]
horizon_days = 120
"""


def roster(people: int = 60) -> pd.DataFrame:
    """Return one row per person, with leading zeros in the ids."""
    number = np.arange(people)
    start = pd.Timestamp("2025-01-06") + pd.to_timedelta(number % 50, unit="D")
    return pd.DataFrame(
        {
            "client": [f"{n:04d}" for n in number],
            "born": 1960 + number % 40,
            "sex": np.where(number % 3 == 0, "female", "male"),
            "intake": start.strftime("%Y-%m-%d"),
            "group": np.where(number % 2 == 0, "peer", "usual"),
        }
    )


def log(people: pd.DataFrame) -> pd.DataFrame:
    """Return a weekly contact for each person until they leave."""
    rows = []
    for place, (client, intake) in enumerate(zip(people["client"], people["intake"], strict=True)):
        last = 20 + 5 * (place % 40)
        days = pd.Timestamp(intake) + pd.to_timedelta(range(0, last, 7), unit="D")
        rows += [(client, day.strftime("%Y-%m-%d"), "completed") for day in days]
    return pd.DataFrame(rows, columns=["client", "day", "status"])


def write_study(folder: Path, *, people: pd.DataFrame | None = None, study: str = STUDY) -> Path:
    """Write the study with its files, and return the study file."""
    held = roster() if people is None else people
    held.to_csv(folder / "roster.csv", index=False)
    log(held).to_csv(folder / "log.csv", index=False)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "study.toml").write_text(study, encoding="utf-8")
    return folder / "study.toml"

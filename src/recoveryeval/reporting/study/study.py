"""The noun Study: one declarative file per grant, as a frozen record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from recoveryeval.cohorts.landmark import What
from recoveryeval.cohorts.origins import Origin
from recoveryeval.outcomes.rules import Role
from recoveryeval.release.profile import Profile

Reader = Literal["csv", "excel", "redcap"]
HORIZON_DAYS = 180
# What a study can report besides retention, each under a named definition.
OUTCOMES = (
    "engagement", "relapse", "readmission", "utilization", "followup_rate", "national_outcomes",
    "harms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One export file and how it is read."""

    file: Path
    reader: Reader
    mapping: Path
    source: str | None = None
    sheet: str | None = None
    dictionary: Path | None = None


@dataclass(frozen=True, slots=True)
class CohortPlan:
    """Who is followed, from when, and which groups are compared."""

    origin: Origin = "anchor"
    between: tuple[dt.date, dt.date] | None = None
    include: str | None = None
    arm: str | None = None
    reference: str | None = None
    landmark: What | None = None
    within_days: int | None = None
    service: str | None = None
    randomized: bool = False
    describe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RetentionPlan:
    """How leaving is recognized, and how long people are followed."""

    gap_days: int | None = None
    horizon_days: int = HORIZON_DAYS
    days: tuple[int, ...] = (30, 90, 180)
    service: str | None = None
    exits: Mapping[str, Role] = field(default_factory=dict)
    definition: str | Path | None = None


@dataclass(frozen=True, slots=True)
class OutcomePlan:
    """A further outcome of the report, under a named definition or a file of the study's own."""

    outcome: str
    definition: str | Path | None = None


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """Where the report goes, in which forms, under which release profile."""

    folder: Path
    formats: tuple[str, ...] = ("html", "docx")
    profile: Profile = "internal"


@dataclass(frozen=True, slots=True)
class Study:
    """Everything that one report needs to be made again.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the study file; nothing outside it is read or written.
    title : str
        Title of the report.
    program : str
        Name of the program.
    extract_date : datetime.date or None
        Day on which the exports were made.
    sources : tuple of Source
        Export files.
    cohort : CohortPlan
        Who is followed, from when, in which arm.
    retention : RetentionPlan
        How leaving is recognized.
    report : ReportPlan
        Where the report goes.
    outcomes : tuple of OutcomePlan
        Further outcomes, in their order.
    """

    root: Path
    title: str
    program: str
    extract_date: dt.date | None
    sources: tuple[Source, ...]
    cohort: CohortPlan
    retention: RetentionPlan
    report: ReportPlan
    outcomes: tuple[OutcomePlan, ...] = ()

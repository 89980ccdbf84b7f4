"""The noun Cohort: who is in, from when, in which arm, and why others are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from recoveryeval.cohorts.account import Step
from recoveryeval.programs.program import Program
from recoveryeval.results.check import Check

if TYPE_CHECKING:
    from recoveryeval.results.result import Result


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cohort:
    """The people of one analysis, with their time zero and the account of everyone left out.

    Parameters
    ----------
    program : Program
        Where the people come from.
    frame : pandas.DataFrame
        Read it as ``people``.
    origin : str
        Time zero in words.
    landmark_day : int
        Days from the origin to time zero; 0 without a landmark.
    arm : str or None
        Where the column ``arm`` comes from; None where there are no arms.
    arms : tuple of str
        The arms in their order.
    population : str
        Who the people are, in words.
    assessed : int
        People of the program.
    steps : tuple of Step
        How many were left out, and why, in order.
    known : mapping of str to str
        When each column became known.
    check_rows : tuple of Check
        What every result on these people should repeat.
    parameters : mapping
        The call, for the record.
    unit : str
        Unit of the day columns.
    """

    program: Program
    frame: pd.DataFrame
    origin: str
    landmark_day: int
    arm: str | None
    arms: tuple[str, ...]
    population: str
    assessed: int
    steps: tuple[Step, ...]
    known: Mapping[str, str]
    check_rows: tuple[Check, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    unit: str = "days"

    @property
    def people(self) -> pd.DataFrame:
        """A copy of the people: one row each, days counted from the anchor of their episode."""
        return self.frame.copy()

    def flow(self) -> Result:
        """Return how many people were assessed, left out for each reason, and kept.

        Returns
        -------
        Result
            Kind ``flow``: ``term`` (step), ``group`` (arm), ``estimand`` (what is
            counted), ``n``, ``denominator``, ``status`` and ``reason``.
        """
        from recoveryeval.cohorts.flow import flow_result

        return flow_result(self)

    def __repr__(self) -> str:
        """Return counts only."""
        arms = f" in {len(self.arms)} arms" if self.arms else ""
        return f"<Cohort: {len(self.frame)} of {self.assessed} people{arms}, from {self.origin}>"

    def _repr_html_(self) -> str:
        from recoveryeval.cohorts.show import as_html

        return as_html(self)

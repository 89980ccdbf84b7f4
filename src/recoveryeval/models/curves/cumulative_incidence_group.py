"""What a cumulative incidence is made of: the options asked for, and the curves of one group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recoveryeval.models.curves.each_group import GroupCurves
from recoveryeval.stats.competing.aalen_johansen import AalenJohansen
from recoveryeval.stats.survival.limits import ConfType
from recoveryeval.stats.survival.risk_table import RiskTable

Variance = Literal["jackknife", "aalen"]


@dataclass(frozen=True, slots=True)
class IncidenceOptions:
    """What the user asked of errors and limits; ``alone`` says that no event competes."""

    conf_level: float
    conf_type: ConfType
    variance: Variance
    robust: bool
    clustered: bool
    cluster_by: str
    alone: bool

    @property
    def method(self) -> str:
        """The estimator and its error."""
        curve = "one minus Kaplan-Meier" if self.alone else "Aalen-Johansen"
        return f"{curve}, {'Aalen' if self.variance == 'aalen' else 'infinitesimal jackknife'}"

    @property
    def edge_method(self) -> str:
        """The method of rows where nobody, or everybody, had the event."""
        return f"{self.method.split(',')[0]}, {'no limits' if self.robust else 'exact limits'}"


@dataclass(frozen=True, slots=True, eq=False)
class GroupIncidence(GroupCurves):
    """Incidences of one group, with people at risk, shares and errors (K, T)."""

    found: AalenJohansen
    table: RiskTable
    share: np.ndarray
    error: np.ndarray

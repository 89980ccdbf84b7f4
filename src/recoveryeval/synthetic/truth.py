"""The noun Truth: what a synthetic program's estimates should converge to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError, nearest

KEYS = ("estimand", "outcome", "cause", "group", "contrast", "level")
COLUMNS = (*KEYS, "time", "estimate", "method")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Truth:
    """Hold the true estimands of a synthetic program, computed from its mechanism.

    No simulated person enters these numbers: they are sums over the strata of
    severity and dual diagnosis, and integrals over time.

    An estimand by itself (``"survival"``) describes people as they are in the
    arms, confounded by severity; a crude comparison by arm converges to it. With
    ``"marginal"`` before it, it says what would be seen had everyone been in the
    arm; estimates standardized over severity and dual diagnosis converge to it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``estimand``, ``outcome``, ``cause``, ``group``, ``contrast``,
        ``level``, ``time``, ``estimate`` and ``method``.
    """

    frame: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """A copy of the table, one row per true value."""
        return self.frame.copy()

    def get(
        self,
        *,
        estimand: str,
        outcome: str,
        cause: str = "",
        group: str = "",
        contrast: str = "",
        level: str | None = None,
        time: float | None = None,
    ) -> float:
        """Return one true value.

        Parameters
        ----------
        estimand : str
            Such as ``"survival"``, ``"marginal risk difference"`` or ``"mean"``.
        outcome : str
            Such as ``"retention"``, ``"readmission"`` or ``"GSE"``.
        cause : str
            Cause of a competing event.
        group : str
            Arm, ``"coaching"`` or ``"usual care"``; empty for contrasts.
        contrast : str
            Such as ``"coaching - usual care"``; empty for single arms.
        level : str or None
            Level within which the value holds, such as a wave; None takes the only one.
        time : float or None
            Day or week; None takes the only one.

        Returns
        -------
        float
            The true value.

        Raises
        ------
        OutcomeError
            If no true value, or more than one, fits.
        """
        asked = {
            "estimand": estimand,
            "outcome": outcome,
            "cause": cause,
            "group": group,
            "contrast": contrast,
        }
        if level is not None:
            asked["level"] = level
        found = self.frame
        for column, value in asked.items():
            found = _narrowed(found, column, value)
        if time is not None:
            found = found[np.isclose(found["time"].to_numpy(dtype="float64"), time)]
        if len(found) != 1:
            raise OutcomeError(
                "The truth holds no such value"
                if found.empty
                else "More than one true value fits; the time or the level decides",
                code="RE-SY2",
                rows=len(found),
                do="Look at the truth's table for the times and levels there are.",
            )
        return float(found["estimate"].iloc[0])

    def __repr__(self) -> str:
        """Return the number of true values and outcomes."""
        return f"<Truth: {len(self.frame)} values of {self.frame['outcome'].nunique()} outcomes>"

    def _repr_html_(self) -> str:
        return str(self.frame.to_html(index=False, float_format="{:.4f}".format, na_rep=""))


def _narrowed(found: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """Return the rows with that value, or say which values there are."""
    rows = found[found[column] == value]
    if rows.empty:
        known = sorted({text for text in found[column] if text})
        raise OutcomeError(
            f"The truth holds no value of this {column}",
            code="RE-SY3",
            column=column,
            do=f"Use one of: {', '.join(known) or 'none'}." + nearest(value, known),
        )
    return rows

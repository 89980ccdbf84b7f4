"""Curve: a Result that is a step function of time, and can be asked about any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from recoveryeval.results.curve_at import checked_times, rows_at
from recoveryeval.results.curve_difference import difference_rows
from recoveryeval.results.curve_methods import with_question
from recoveryeval.results.curve_quantiles import checked_shares, quantile_rows
from recoveryeval.results.group_curve import group_curves
from recoveryeval.results.plotting import picture_of
from recoveryeval.results.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Curve(Result):
    """A result that follows people over time."""

    def at(self, times: float | Sequence[float]) -> Result:
        """Return the curve's value at given times.

        Parameters
        ----------
        times : float or sequence of float
            Times since time zero, in the unit of the outcome.

        Returns
        -------
        Result
            Rows by ``group`` and ``time``; ``n_event`` and ``n_censor`` count
            up to that time. Beyond the last observed time of a group nothing
            is estimable, and ``reason`` says so.
        """
        found = checked_times(times)
        words = f"at {_listed(found)} {self.labels.get('unit', '')}".rstrip()
        return self._answer(rows_at(self, found), "at", words, {"times": found.tolist()})

    def difference(self, reference: str | None = None, *, times: float | Sequence[float]) -> Result:
        """Return how the groups' curves differ at given times.

        Parameters
        ----------
        reference : str or None
            Group that the others are compared with; the first by default.
        times : float or sequence of float
            Times since time zero, in the unit of the outcome.

        Returns
        -------
        Result
            Rows by ``contrast`` ("group - reference") and ``time``. Limits
            combine those of the two curves (Zou and Donner 2008,
            doi:10.1002/sim.3095), so that they hold where one curve is still
            at 1. Choose the times before looking at the curves.
        """
        found = checked_times(times)
        words = f"difference at {_listed(found)} {self.labels.get('unit', '')}".rstrip()
        rows = difference_rows(self, reference, found)
        asked = {"times": found.tolist(), "reference": reference}
        return self._answer(rows, "difference", words, asked)

    def quantiles(self, shares: float | Sequence[float] = (0.25, 0.5, 0.75)) -> Result:
        """Return the times by which given shares of people have had the event.

        Parameters
        ----------
        shares : float or sequence of float
            Between 0 and 1; 0.5 is the median.

        Returns
        -------
        Result
            Rows by ``group`` and ``term``. A quantile that was not reached is
            not estimable; an upper limit that was not reached is infinite.
        """
        found = checked_shares(shares)
        words = "time by which given shares have had the event"
        return self._answer(
            quantile_rows(self, found), "quantiles", words, {"shares": found.tolist()}
        )

    def at_risk(self, times: float | Sequence[float]) -> Result:
        """Return how many people are under observation at given times.

        Parameters
        ----------
        times : float or sequence of float
            Times since time zero, in the unit of the outcome.

        Returns
        -------
        Result
            Rows by ``group`` and ``time``; ``n_risk`` counts people under
            observation and without the event just before that time.
        """
        found = checked_times(times)
        curves = {c.key.get("group", ""): c for c in group_curves(self)}  # causes share people
        parts = [
            pd.DataFrame({**c.key, "time": found, "n_risk": c.at_risk(found)}).drop(
                columns="cause", errors="ignore"
            )
            for c in curves.values()
        ]
        rows = pd.concat(parts, ignore_index=True).assign(status="ok", estimand="people at risk")
        return self._answer(rows, "at_risk", "people at risk", {"times": found.tolist()})

    def plot(self, ax: Axes | None = None, *, picture: str | None = None) -> Axes:
        """Draw the curves with the numbers at risk, and return the axes.

        Parameters
        ----------
        ax : matplotlib.axes.Axes or None
            Axes to draw on; new ones by default.
        picture : str or None
            Another picture of the same curves, where there are several:
            ``"log_log"`` for survival and cumulative hazard, ``"incidence"``
            or ``"stacked_incidence"`` for several causes.

        Returns
        -------
        matplotlib.axes.Axes
            With an alternative text.
        """
        from recoveryeval.plots.ticks import time_ticks
        from recoveryeval.results.plotting import plotter

        name = picture_of(self, picture)
        ticks = time_ticks(float(np.nanmax(self.table["time"])), self.labels.get("unit", ""))
        return plotter(name)(
            self.tidy(), at_risk=self.at_risk(ticks).tidy(), labels=dict(self.labels), ax=ax
        )

    def _answer(
        self, rows: pd.DataFrame, question: str, words: str, asked: Mapping[str, Any]
    ) -> Result:
        """Return a Result that answers a question, with the record of the curve behind it."""
        spec = replace(
            self.spec,
            function=f"{self.spec.function}.{question}",
            parameters={**self.spec.parameters, **asked},
        )
        return Result(
            kind=f"{self.kind}_{question}",
            title=f"{self.title}: {words}",
            table=rows,
            summary=self.glance(),
            spec=spec,
            estimand=replace(self.estimand, contrast=f"{self.estimand.contrast}; {words}"),
            methods_text=with_question(self.methods_text, question, joint="joint" in self.extras),
            check_rows=self.check_rows,
            labels={
                **self.labels,
                "title": f"{self.labels.get('title', self.title)}: {words}",
                "x": _axis(self, question),
            },
            plot_name="forest",
        )


def _axis(curve: Curve, question: str) -> str:
    """Return the label of the axis on which the answer is drawn."""
    share = curve.labels.get("y", "Share of people")
    points = f"Difference in percentage points: {share[:1].lower()}{share[1:]}"
    words = {
        "at": share,
        "difference": curve.labels.get("difference", points),
        "at_risk": "People at risk",
    }
    return words.get(question, curve.labels.get("x", "Time"))


def _listed(times: np.ndarray) -> str:
    """Return times in words, such as '30, 90 and 180'."""
    told = [f"{t:g}" for t in times]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"

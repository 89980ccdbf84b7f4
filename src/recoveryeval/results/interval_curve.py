"""IntervalCurve: a curve that is known at visits, and between them only within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from recoveryeval.results.curve import Curve
from recoveryeval.results.curve_at import checked_times
from recoveryeval.results.curve_quantiles import checked_shares
from recoveryeval.results.interval_bounds import Inside, bounds_at, checked_inside, count_seen
from recoveryeval.results.interval_difference import interval_difference_rows
from recoveryeval.results.interval_quantiles import interval_quantile_rows
from recoveryeval.results.result import Result


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class IntervalCurve(Curve):
    """A curve of events that visits only bracket; between visits it has two bounds, not a value."""

    def at(self, times: float | Sequence[float], *, inside: Inside = "bounds") -> Result:
        """Return the curve at given times, or its bounds where no visit tells.

        Parameters
        ----------
        times : float or sequence of float
            Times since time zero, in the unit of the outcome.
        inside : {"bounds", "earliest", "latest", "even"}
            What to answer between visits: bounds and no single value, or a
            value by convention, with the events of a stretch at its earliest
            time, at its latest, or spread evenly.

        Returns
        -------
        Result
            Rows by ``group`` and ``time`` with ``bound_low`` and
            ``bound_high``, equal where the curve is known. Rows between
            visits are flagged, with a value or without.
        """
        found = checked_times(times)
        rows = bounds_at(self, found, checked_inside(inside))
        words = f"at {', '.join(f'{t:g}' for t in found)} {self.labels.get('unit', '')}".rstrip()
        return self._answer(rows, "at", words, {"times": found.tolist(), "inside": inside})

    def difference(
        self,
        reference: str | None = None,
        *,
        times: float | Sequence[float],
        inside: Inside = "bounds",
    ) -> Result:
        """Return how the groups' curves differ at given times.

        Parameters
        ----------
        reference : str or None
            Group that the others are compared with; the first by default.
        times : float or sequence of float
            Times since time zero, in the unit of the outcome.
        inside : {"bounds", "earliest", "latest", "even"}
            As in ``at``.

        Returns
        -------
        Result
            Rows by ``contrast`` ("group - reference") and ``time``; limits
            combine those of the two curves (Zou and Donner 2008,
            doi:10.1002/sim.3095).
        """
        found = checked_times(times)
        rows = interval_difference_rows(self, reference, found, checked_inside(inside))
        told = ", ".join(f"{t:g}" for t in found)
        words = f"difference at {told} {self.labels.get('unit', '')}".rstrip()
        asked = {"times": found.tolist(), "reference": reference, "inside": inside}
        return self._answer(rows, "difference", words, asked)

    def quantiles(
        self,
        shares: float | Sequence[float] = (0.25, 0.5, 0.75),
        *,
        inside: Inside = "bounds",
    ) -> Result:
        """Return the stretches within which given shares of people have had the event.

        Parameters
        ----------
        shares : float or sequence of float
            Between 0 and 1; 0.5 is the median.
        inside : {"bounds", "earliest", "latest", "even"}
            As in ``at``.

        Returns
        -------
        Result
            Rows by ``group`` and ``term``; ``bound_low`` and ``bound_high``
            are times.
        """
        found = checked_shares(shares)
        rows = interval_quantile_rows(self, found, checked_inside(inside))
        words = "time by which given shares have had the event"
        asked = {"shares": found.tolist(), "inside": inside}
        return self._answer(rows, "quantiles", words, asked)

    def at_risk(self, times: float | Sequence[float]) -> Result:
        """Return how many people are known to be without the event just before given times.

        Parameters
        ----------
        times : float or sequence of float
            Times since time zero, in the unit of the outcome.

        Returns
        -------
        Result
            Rows by ``group`` and ``time``; ``n_risk`` counts people seen
            without the event at that time or later.
        """
        found = checked_times(times)
        parts = [
            pd.DataFrame({"group": g, "time": found, "n_risk": count_seen(self, g, found)})
            for g in self.extras["bands"]
        ]
        rows = pd.concat(parts, ignore_index=True).assign(
            status="ok", estimand="people seen without the event"
        )
        return self._answer(rows, "at_risk", "people seen", {"times": found.tolist()})

"""The noun Outcome: an analysis frame and the definition that made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.instruments.instrument import Instrument
from recoveryeval.outcomes.column_names import named
from recoveryeval.outcomes.definition import Definition
from recoveryeval.outcomes.kinds import CELL_KEY, CONTRACT, REQUIRED, Kind
from recoveryeval.outcomes.merge_small import merge_small
from recoveryeval.results.check import Check


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Outcome:
    """One outcome, ready for a model: who, when, whether it happened, and by which definition.

    Parameters
    ----------
    kind : str
        ``time_to_event``, ``competing``, ``recurrent``, ``interval``,
        ``repeated``, ``count`` or ``binary``.
    name : str
        Name in words, such as ``"retention"``.
    frame : pandas.DataFrame
        Columns of the kind's contract, then the covariates.
    definition : Definition
        Id and sentence of what counts.
    origin : str
        Time zero in words.
    unit : str
        Unit of time, such as ``"days"``.
    covariates : tuple of str
        Columns that models may use.
    causes : mapping of int to str
        Code and name of each competing event.
    horizon : float or None
        Time after which nothing is counted.
    population : str
        Who the outcome is about, in words.
    rows_in : int
        Rows or people given, before anything was dropped.
    dropped : mapping of str to int
        Rows dropped, by reason.
    check_rows : tuple of Check
        What every result on this outcome must repeat.
    instrument : Instrument or None
        The questionnaire that gave the scores, for what is published about it.
    unseen : pandas.DataFrame or None
        One row per person who gave no score or answer at all, whom models leave
        out and ``impute()`` can count.
    """

    kind: Kind
    name: str
    frame: pd.DataFrame
    definition: Definition
    origin: str
    unit: str
    covariates: tuple[str, ...] = ()
    causes: Mapping[int, str] = field(default_factory=dict)
    horizon: float | None = None
    population: str = "everyone in the data"
    rows_in: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    check_rows: tuple[Check, ...] = ()
    instrument: Instrument | None = None
    unseen: pd.DataFrame | None = None

    def __post_init__(self) -> None:
        """Hold the column contract of the kind."""
        lacking = [c for c in REQUIRED[self.kind] if c not in self.frame.columns]
        if lacking:
            raise OutcomeError(
                f"An outcome of kind {self.kind} lacks columns: {', '.join(lacking)}",
                code="RE-O01",
                do="Build it through an outcome function such as retention() or time_to_event().",
            )
        if self.frame.empty:
            raise OutcomeError(
                f"The outcome '{self.name}' has no rows left",
                code="RE-O02",
                rows=0,
                do=f"Look at the reasons for dropping: {_reasons(self.dropped)}.",
            )

    @property
    def data(self) -> pd.DataFrame:
        """A copy of the analysis frame."""
        return self.frame.copy()

    @property
    def follow_up(self) -> float | None:
        """Longest observed time, or None where time does not run."""
        if self.kind == "interval":
            ends = self.frame[["left", "right"]].to_numpy(dtype="float64")
            return float(ends[ends < float("inf")].max())
        column = {"time_to_event": "time", "competing": "time", "recurrent": "stop"}.get(self.kind)
        return None if column is None else float(self.frame[column].max())

    def require(self, columns: Sequence[str]) -> None:
        """Raise unless each column is a covariate of this outcome."""
        for name in columns:
            if not isinstance(name, str):
                raise OutcomeError(
                    "A column is named by its text, and something else was given",
                    code="RE-O03",
                    do="Name one of the columns the outcome carries, such as "
                    f"'{next(iter(self.covariates), 'arm')}'; a column of its own goes into the "
                    "table first.",
                )
            if name not in self.covariates:
                raise OutcomeError(
                    f"The outcome '{self.name}' carries no column of that name",
                    code="RE-O03",
                    column=name,
                    do="Use one of the columns the outcome carries (see its covariates)."
                    + nearest(name, self.covariates),
                )

    def _require_cells(self, min_n: float | None) -> None:
        """Raise where cells would lose what a model needs."""
        if self.kind not in CELL_KEY:
            what = f"An outcome of kind {self.kind} cannot be collapsed into cells without loss"
        elif "person" in self.frame and self.frame["person"].dropna().duplicated().any():
            what = "Cells would lose which rows belong to one person"
        elif self.kind == "count" and min_n is not None:
            what = "Cells of counts have no neighbors in time that could be merged"
        else:
            return
        raise OutcomeError(what, code="RE-O04", do="Use the rows.")

    def cells(
        self,
        by: str | Sequence[str] = (),
        covariates: str | Sequence[str] = (),
        *,
        min_n: float | None = None,
    ) -> pd.DataFrame:
        """Collapse people into weighted cells: one row per key, with their number ``n``.

        Parameters
        ----------
        by, covariates : str or sequence of str
            Columns to keep in the key.
        min_n : float or None
            Merge neighbors in time until no cell holds fewer people; the
            times are then coarser than the data.

        Returns
        -------
        pandas.DataFrame
            The key's columns and ``n``. Models give the same numbers on it as
            on the rows, unless ``min_n`` merged some.
        """
        self._require_cells(min_n)
        extra = list(dict.fromkeys([*named(by), *named(covariates)]))
        self.require(extra)
        key = [*CELL_KEY[self.kind], *extra]
        grouped = self.frame.groupby(key, dropna=False, observed=True, sort=True)["n"].sum()
        found = grouped.reset_index()
        if min_n is None:
            return found
        time = {"interval": "right", "binary": "value"}.get(self.kind, "time")
        rest = [c for c in key if c != time]
        return merge_small(found, time=time, key=rest, min_n=min_n)

    def __repr__(self) -> str:
        """Return kind, name and number of rows."""
        return f"<Outcome {self.kind}: {self.name}; {len(self.frame)} rows; in {self.unit}>"

    def _repr_html_(self) -> str:
        from html import escape

        contract = ", ".join(c for c in CONTRACT[self.kind] if c in self.frame)
        return (
            f"<p><strong>{escape(self.name)}</strong> ({self.kind}, {len(self.frame)} rows, "
            f"{escape(self.unit)})<br>{escape(self.definition.sentence)}<br>"
            f"columns: {escape(contract)}; covariates: {escape(', '.join(self.covariates))}</p>"
        )


def _reasons(dropped: Mapping[str, int]) -> str:
    """Return the reasons for dropping with their counts, in words."""
    return "; ".join(f"{reason} ({n})" for reason, n in dropped.items()) or "none is known"

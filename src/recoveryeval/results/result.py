"""The noun Result: numbers, words and picture of one analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.results.check import Check, checks_frame
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.exponentiate import exponentiated, named_as_ratios
from recoveryeval.results.glossary import assert_columns, in_order
from recoveryeval.results.spec import Spec
from recoveryeval.results.status import NUMBERS, Status, worst

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Result:
    """What one analysis found, from how many people, by which method, and how sure it is.

    A result is complete when it exists and never changes. It holds aggregates
    only: no row of a person, no fitted object of another library.

    Parameters
    ----------
    kind : str
        Kind of analysis, such as ``"kaplan_meier"``.
    title : str
        One line a reader understands.
    table : pandas.DataFrame
        Tidy rows; columns from the glossary.
    summary : pandas.DataFrame
        Exactly one row about the whole analysis.
    spec : Spec
        Function, parameters, versions, rows in, used and dropped.
    estimand : Estimand
        What exactly was estimated, in words.
    methods_text : str
        One paragraph in journal style.
    check_rows : tuple of Check
        Assumption and quality checks.
    labels : mapping of str to str
        Words for the picture: ``title``, ``x``, ``y``, ``note``.
    plot_name : str
        Which picture draws the tidy rows.
    log_scale : bool
        Whether estimates are on a log scale, so that ``exponentiate`` has a meaning.
    extras : mapping
        Compact arrays and numbers that later questions to the result need.
    """

    kind: str
    title: str
    table: pd.DataFrame
    summary: pd.DataFrame
    spec: Spec
    estimand: Estimand
    methods_text: str
    check_rows: tuple[Check, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    plot_name: str = "forest"
    log_scale: bool = False
    extras: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Hold the column contract: glossary names, one summary row, no unearned number."""
        assert_columns(self.table.columns, "tidy")
        assert_columns(self.summary.columns, "glance")
        if len(self.summary) != 1 or "status" not in self.table:
            raise EstimationError(
                "A result needs one summary row and a status for each row",
                code="RE-G02",
                do="Build it through the model functions.",
            )
        order = in_order(self.table.columns)
        in_place = list(self.table.columns) == order  # a row per person is not copied for nothing
        table = self.table.copy(deep=False) if in_place else self.table[order]
        table.index = pd.RangeIndex(len(table))  # reset_index() would copy everything once more
        hidden = (table["status"] == "not_estimable").to_numpy()
        for name in NUMBERS:
            if name in table and hidden.any():
                table[name] = table[name].where(~hidden)
        object.__setattr__(self, "table", table)

    def tidy(self, exponentiate: bool = False) -> pd.DataFrame:
        """Return one row per term, group and time.

        Parameters
        ----------
        exponentiate : bool
            Whether to turn log-scale estimates and limits into ratios; the
            standard error is then that of the ratio (delta method).

        Returns
        -------
        pandas.DataFrame
            Columns from the glossary.
        """
        table = self.table.copy()
        if not exponentiate:
            return table
        if not self.log_scale:
            raise EstimationError(
                "These estimates are not on a log scale",
                code="RE-G03",
                do="Call tidy() without exponentiate.",
            )
        return named_as_ratios(exponentiated(table))

    def glance(self) -> pd.DataFrame:
        """Return exactly one row about the whole analysis."""
        return self.summary.reset_index(drop=True).copy()

    def checks(self) -> pd.DataFrame:
        """Return assumption and quality checks, with their meaning in plain language."""
        return checks_frame(self.check_rows)

    @property
    def status(self) -> Status:
        """The worst state among the rows; ``flagged`` when a check is of concern."""
        concern = any(c.verdict in ("concern", "fail") for c in self.check_rows)
        return worst([*self.table["status"], "flagged" if concern else "ok"])

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the result and return the axes, which carry an alternative text."""
        from recoveryeval.results.plotting import plotter

        # Ratios are drawn as ratios: their labels say so, and no reader thinks in logarithms.
        words = {**self.labels, **({"scale": "ratio"} if self.log_scale else {})}
        table = exponentiated(self.tidy()) if self.log_scale else self.tidy()
        return plotter(self.plot_name)(table, labels=words, ax=ax)

    def describe(self) -> str:
        """Return the estimand in words."""
        return self.estimand.sentence()

    def methods(self) -> str:
        """Return one paragraph in journal style, with citations and versions."""
        return self.methods_text

    def to_json(self) -> str:
        """Return the result as JSON; it holds no row of a person."""
        from recoveryeval.results.persist import dump

        return dump(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the result that ``to_json`` wrote."""
        from recoveryeval.results.persist import load

        found = load(text)
        if not isinstance(found, cls):
            raise EstimationError(
                f"The text holds a {type(found).__name__}, not a {cls.__name__}",
                code="RE-G05",
                do="Call Result.from_json.",
            )
        return found

    def __repr__(self) -> str:
        """Return kind, size and status."""
        size = f"{len(self.table)} rows; {self.status}"
        return f"<{type(self).__name__} {self.kind}: {self.title}; {size}>"

    def _repr_html_(self) -> str:
        from recoveryeval.results.display import as_html

        return as_html(self)

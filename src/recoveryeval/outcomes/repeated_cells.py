"""The noun RepeatedCells: scores of several waves as cross-products, without the people."""

from __future__ import annotations

from dataclasses import dataclass

from recoveryeval.outcomes.outcome import Outcome


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RepeatedCells(Outcome):
    """Repeated measures as sums over people who were seen at the same waves.

    The frame has one row per ``pattern`` of waves (1 seen, 0 not) and
    combination of factors: ``n`` people, and sums of products ``p0_1`` and so
    on of a one, each number less its center, and each wave's score less its center.

    Parameters
    ----------
    kind, name : str
        As in Outcome.
    frame : pandas.DataFrame
        One row per cell, as told above.
    definition, origin, unit, covariates, causes : as in Outcome
        What was measured, from when, and which covariates the sums hold.
    horizon, population, rows_in, dropped, check_rows, instrument, unseen : as in Outcome
        Who it is about, and who was left out.
    waves : tuple of str
        Waves in their order.
    days : tuple of float
        Planned day of each wave; empty where none was named.
    numbers : tuple of str
        Covariates that are numbers.
    centers : tuple of float
        What was taken off each number, then off each wave's score.
    """

    waves: tuple[str, ...] = ()
    days: tuple[float, ...] = ()
    numbers: tuple[str, ...] = ()
    centers: tuple[float, ...] = ()

    @property
    def factors(self) -> tuple[str, ...]:
        """Covariates that tell people apart by group."""
        return tuple(c for c in self.covariates if c not in self.numbers)

    @property
    def people(self) -> int:
        """Number of people."""
        return int(self.frame["n"].sum())

    def __repr__(self) -> str:
        """Return counts only."""
        size = f"{len(self.frame)} cells of {self.people} people at {len(self.waves)} waves"
        return f"<RepeatedCells {self.name}: {size}>"


def product_name(i: int, j: int) -> str:
    """Return the column of a sum of products; 0 stands for a one."""
    return f"p{min(i, j)}_{max(i, j)}"


def product_names(width: int) -> list[str]:
    """Return the columns of all sums of products of ``width`` things, but the count itself."""
    return [product_name(i, j) for i in range(width) for j in range(i, width) if j > 0]

"""Scores of forms: one row per form and scale, and what a reader must know about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError
from recoveryeval.instruments.instrument import Instrument
from recoveryeval.results.check import Check, checks_frame

COLUMNS = ("form", "scale", "value", "n_items", "n_answered", "rule", "missing")


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of one instrument; nothing in it can be changed.

    Parameters
    ----------
    instrument : Instrument
        The instrument as its file describes it.
    frame : pandas.DataFrame
        Read it as ``table``.
    check_rows : tuple of Check
        What a reader must know about the answers.
    """

    instrument: Instrument
    frame: pd.DataFrame
    check_rows: tuple[Check, ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row per form and scale: ``form, scale, value, n_items, n_answered, rule, missing``.

        ``form`` is the label of the row the answers came from, ``missing`` says
        why there is no score.
        """
        return self.frame.copy()

    def bands(self) -> pd.DataFrame:
        """Return ``form, scale, value, band``: published classes, of scales that have them."""
        parts = []
        for scale, bands in self.instrument.bands.items():
            mine = self.frame.loc[self.frame["scale"] == scale, ["form", "scale", "value"]]
            edges = [-np.inf, *bands.starts, np.inf]
            parts.append(
                mine.assign(
                    band=pd.cut(mine["value"], edges, right=False, labels=list(bands.labels))
                )
            )
        if not parts:
            raise SchemaError(
                f"No source gives {self.instrument.name} classes of its scores",
                code="RE-Q18",
                do="Report the scores, or compare them with change().",
            )
        return pd.concat(parts, ignore_index=True)

    def checks(self) -> pd.DataFrame:
        """Return what is known about the quality of the answers."""
        return checks_frame(self.check_rows)

    def __repr__(self) -> str:
        forms = self.frame["form"].nunique()
        absent = int(self.frame["value"].isna().sum())
        return f"<Scores {self.instrument.name}: {forms} forms; {absent} scores absent>"

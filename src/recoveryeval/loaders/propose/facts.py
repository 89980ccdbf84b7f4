"""What can be said about a column without quoting it: its shape, blanks and distinct values."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from recoveryeval.loaders.values.date_order import evidence
from recoveryeval.loaders.values.date_shapes import written
from recoveryeval.loaders.values.infer import inferred_type
from recoveryeval.loaders.words import plural

FEW = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts about one column."""

    shape: str
    distinct: int
    blank: int
    ambiguous: bool = False

    @property
    def few(self) -> bool:
        """Whether the values may be codes of a list."""
        return 0 < self.distinct <= FEW

    def words(self) -> str:
        """Return the counts as a comment."""
        return f"{self.shape}, {plural(self.distinct, 'distinct value')}, {self.blank} blank"


def facts(cells: pd.Series) -> Facts:
    """Return the counts of one column of text."""
    found = [text for text in cells.unique() if text]
    blank = int((cells == "").sum())
    forms = [written(text) for text in found]
    names = {form.form for form in forms if form is not None and form.form != "serial number"}
    if found and names and sum(form is not None for form in forms) >= 0.8 * len(found):
        told = evidence(cells)
        ambiguous = told.either > 0 and not (told.first or told.second)
        return Facts(f"dates ({', '.join(sorted(names))})", len(found), blank, ambiguous)
    kind = "empty" if not found else f"{inferred_type(cells)}s".replace("strings", "text")
    return Facts(kind, len(found), blank)

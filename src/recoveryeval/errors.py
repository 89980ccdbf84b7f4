"""One tree of errors, whose messages never show a value, an id or a date."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class RecoveryEvalError(Exception):
    """Say what is wrong, where, and what to do.

    Parameters
    ----------
    what : str
        The problem in one sentence, without any cell value, id or date.
    code : str
        Stable code of the problem, such as ``"RE-F01"``.
    do : str
        What the reader should do next.
    file : str or None
        Label of the file (never its name, which may hold a person's name).
    column : str or None
        Column concerned.
    rows : int or None
        Number of rows concerned.
    """

    def __init__(
        self,
        what: str,
        *,
        code: str,
        do: str,
        file: str | None = None,
        column: str | None = None,
        rows: int | None = None,
    ) -> None:
        self.what = what
        self.code = code
        self.do = do
        self.file = file
        self.column = column
        self.rows = rows
        super().__init__(self._message())

    def _message(self) -> str:
        """Join code, problem, place and remedy."""
        where = [
            self.file,
            None if self.column is None else f"column '{self.column}'",
            None if self.rows is None else f"{self.rows} row{'' if self.rows == 1 else 's'}",
        ]
        told = "; ".join(part for part in where if part)
        return f"{self.code}: {self.what}{f' ({told})' if told else ''}. {self.do}"


class LoadError(RecoveryEvalError):
    """A file could not be read as it stands."""


class SchemaError(RecoveryEvalError):
    """Tables do not hold what the schema promises."""


class CohortError(RecoveryEvalError):
    """A cohort could not be defined without misleading anyone."""


class OutcomeError(RecoveryEvalError):
    """An outcome could not be derived from the data at hand."""


class EstimationError(RecoveryEvalError):
    """An estimate was refused, since it would have been wrong."""


class ReleaseError(RecoveryEvalError):
    """Something may not leave for the disk in the way asked for."""


def nearest(name: str, options: Iterable[str]) -> str:
    """Return a sentence that offers the nearest valid name, or an empty string."""
    folded: dict[str, str] = {}
    for option in options:
        folded.setdefault(str(option).casefold(), str(option))
    found = difflib.get_close_matches(str(name).casefold(), folded, n=1, cutoff=0.6)
    return f" The nearest valid name is '{folded[found[0]]}'." if found else ""

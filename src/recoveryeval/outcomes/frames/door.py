"""The door for frames people bring: every column is checked here, once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.kinds import RESERVED
from recoveryeval.results.check import Check


class Parts(dict[str, pd.Series]):
    """The column of each role; a role that is needed and has none is refused."""

    def __missing__(self, role: str) -> pd.Series:
        """Refuse a role for which None was given."""
        raise OutcomeError(
            f"No column is named for {role}=, and the outcome cannot be without it",
            code="RE-O03",
            do=f"Name the column of the table that holds it, such as {role}='{role}'.",
        )


def pick(table: pd.DataFrame, roles: Mapping[str, str | None]) -> Parts:
    """Return the named column of each role; roles without a column are left out."""
    return Parts({role: table[column] for role, column in roles.items() if column is not None})


def covariate_names(table: pd.DataFrame, roles: Mapping[str, str | None], kind: str) -> list[str]:
    """Return the table's other columns; a covariate may not bear a name of the models' own."""
    used = {column for column in roles.values() if column is not None}
    others = [str(c) for c in table.columns if c not in used]
    clash = [c for c in others if c in RESERVED[kind]]
    if clash:
        raise OutcomeError(
            f"The column name is reserved in an outcome of kind {kind}, and the column was not "
            "named for that role",
            code="RE-O07",
            column=clash[0],
            do="Rename or drop the column, or name it for its role.",
        )
    return others


_NUMBERS = ("integer", "floating", "mixed-integer-float", "decimal", "empty")


def numbers(column: pd.Series, name: str, unit: str = "days") -> np.ndarray:
    """Return a column as floats, NaN where missing; text is refused, not guessed."""
    if pd.api.types.is_timedelta64_dtype(column.dtype):
        return _in_days(column, name, unit)
    if pd.api.types.is_bool_dtype(column.dtype) or not pd.api.types.is_numeric_dtype(column.dtype):
        if pd.api.types.infer_dtype(column, skipna=True) not in _NUMBERS:
            raise OutcomeError(
                "The column must hold numbers",
                code="RE-F11",
                column=name,
                rows=len(column),
                do=_as_numbers(column),
            )
        column = column.astype(object).where(column.notna(), np.nan)
    return np.asarray(column.to_numpy(dtype="float64", na_value=np.nan))


def _as_numbers(column: pd.Series) -> str:
    """Return how a column of dates, or of something else, becomes one of numbers."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return "Take the days since time zero, for example (df['end'] - df['start']).dt.days."
    return "Convert it to numbers first, for example with pandas.to_numeric()."


def _in_days(column: pd.Series, name: str, unit: str) -> np.ndarray:
    """Return lengths of time as days, refusing to label them as another unit."""
    if unit != "days":
        raise OutcomeError(
            "The column holds lengths of time, which are read in days, and another unit was named",
            code="RE-E30",
            column=name,
            rows=len(column),
            do="Leave out unit=, or give numbers in that unit.",
        )
    return np.asarray((column / pd.Timedelta(days=1)).to_numpy(dtype="float64"))


def replication(column: pd.Series | None, name: str | None, length: int) -> np.ndarray:
    """Return how many times each row stands there; whole numbers only."""
    if column is None:
        return np.ones(length)
    n = numbers(column, str(name))
    wrong = ~np.isfinite(n) | (n < 0) | (n != np.floor(n))
    if wrong.any():
        raise OutcomeError(
            "n is a replication count and must be a whole number of zero or more",
            code="RE-E33",
            column=name,
            rows=int(wrong.sum()),
            do="Give counts, rounding those worked out from percentages; for probability weights "
            "use weights= on the model.",
        )
    return n


def keep(
    frame: pd.DataFrame, reasons: Mapping[str, np.ndarray]
) -> tuple[pd.DataFrame, dict[str, int], tuple[Check, ...]]:
    """Return the rows without a reason against them, the counts, and a check for each reason."""
    bad = np.zeros(len(frame), dtype=bool)
    dropped: dict[str, int] = {}
    for reason, mask in reasons.items():
        fresh = np.asarray(mask, dtype=bool) & ~bad
        if fresh.any():
            dropped[reason] = int(fresh.sum())
        bad |= fresh
    checks = tuple(
        Check(
            id="rows_dropped",
            statistic=float(count),
            verdict="concern",
            meaning=f"{count} row{' was' if count == 1 else 's were'} set aside: {reason}.",
        )
        for reason, count in dropped.items()
    )
    return frame.loc[~bad].reset_index(drop=True), dropped, checks


def persons(column: pd.Series | None) -> pd.Series | None:
    """Return person ids as text."""
    return None if column is None else column.astype("string")


def absent(parts: Mapping[str, pd.Series], *roles: str) -> dict[str, np.ndarray]:
    """Return the reasons against rows without a value in columns that were named for a role."""
    return {f"{role} missing": parts[role].isna().to_numpy() for role in roles if role in parts}


def wave_text(value: object) -> str:
    """Return a wave as text; 3.0 of a column that had missing values is 3."""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if isinstance(value, float) and whole else str(value)

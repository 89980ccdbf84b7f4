"""The tables of a program, which hand out copies only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from recoveryeval.errors import SchemaError, nearest


class NoTableError(SchemaError, KeyError):
    """There is no table of that name."""

    def __str__(self) -> str:
        """Return the message."""
        return self._message()


class Tables(Mapping[str, pd.DataFrame]):
    """Every table of the schema by name; an empty table has its columns and no rows."""

    __slots__ = ("_frames",)

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self._frames = dict(frames)

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            raise NoTableError(
                f"There is no table '{name}'",
                code="RE-S01",
                do="Use a table of the schema." + nearest(str(name), self._frames),
            )
        return self._frames[name].copy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def rows(self, name: str) -> int:
        """Return the number of rows of a table, without copying it."""
        return len(self._frames[name])

    def __repr__(self) -> str:
        """Return the number of rows of each table."""
        return ", ".join(f"{name}: {len(frame)}" for name, frame in self._frames.items())

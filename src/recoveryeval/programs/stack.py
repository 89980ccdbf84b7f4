"""Pieces of the same table laid on top of each other, each row traceable to its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.programs.piece import Piece
from recoveryeval.schema.table_schema import TABLES, load_table


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Stack:
    """The kept rows of one table: ``piece`` and ``position`` (n,) tell where each came from."""

    frame: pd.DataFrame
    piece: np.ndarray
    position: np.ndarray


def stacked(pieces: Sequence[Piece]) -> dict[str, Stack]:
    """Return every table's rows from all pieces, labeled 0 to n - 1."""
    return {table: _stack(table, pieces) for table in TABLES}


def _stack(table: str, pieces: Sequence[Piece]) -> Stack:
    """Return the rows of one table."""
    numbered = [(i, p) for i, p in enumerate(pieces) if p.table == table]
    frames = [_labeled(p) for _, p in numbered]
    sizes = [len(frame) for frame in frames]
    positions = [p.conformed.frame.index.to_numpy() for _, p in numbered]
    return Stack(
        frame=_concat(frames),
        piece=np.repeat([i for i, _ in numbered], sizes).astype(np.int64),
        position=np.concatenate(positions) if positions else np.empty(0, dtype=np.int64),
    )


def _labeled(piece: Piece) -> pd.DataFrame:
    """Return the conformed rows with the label of the source where the table has a place for it."""
    frame = piece.conformed.frame
    schema = load_table(piece.table)
    if "source" not in schema.columns or schema.field("source").vocabulary:
        return frame
    if "source" in frame:
        return frame.assign(source=frame["source"].fillna(piece.source))
    return frame.assign(source=pd.array([piece.source] * len(frame), dtype="string"))


def _concat(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the frames one below the other, each column in one type."""
    if not frames:
        return pd.DataFrame()
    if len(frames) == 1:
        return frames[0].reset_index(drop=True)
    dtypes: dict[str, str] = {}
    for frame in frames:
        for name, dtype in frame.dtypes.items():
            dtypes[str(name)] = _common(dtypes.get(str(name)), str(dtype))
    return pd.concat([typed(frame, dtypes) for frame in frames], ignore_index=True)


def _common(held: str | None, dtype: str) -> str:
    """Return the type two columns of one name share; text where nothing else fits."""
    dtype = "string" if dtype.startswith("string") else dtype
    if held is None or held == dtype:
        return dtype
    return "Float64" if {held, dtype} == {"Int64", "Float64"} else "string"


def typed(frame: pd.DataFrame, dtypes: dict[str, str]) -> pd.DataFrame:
    """Return the frame with exactly these columns and types, absent ones empty."""
    columns = {
        name: _cast(frame[name], dtype) if name in frame else empty(len(frame), dtype)
        for name, dtype in dtypes.items()
    }
    return pd.DataFrame(columns, index=frame.index)


def _cast(column: pd.Series, dtype: str) -> pd.api.extensions.ExtensionArray:
    """Return a column's array in a type, not copied where it has that type."""
    return column.array if column.dtype == dtype else column.astype(dtype).array


def empty(n: int, dtype: str) -> pd.api.extensions.ExtensionArray | np.ndarray:
    """Return n missing cells of a type."""
    if dtype.startswith("datetime64"):
        return np.full(n, np.datetime64("NaT"), dtype=dtype)
    return pd.array([pd.NA], dtype=dtype).take(np.zeros(n, dtype=np.intp))

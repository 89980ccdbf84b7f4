"""How a result came about: function, parameters, versions, rows in, used and dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True)
class Spec:
    """The record of one estimation; enough to say what was run on how many rows."""

    function: str
    parameters: Mapping[str, Any]
    rows_in: int
    rows_used: int
    dropped: Mapping[str, int] = field(default_factory=dict)
    input_hash: str = ""
    version: str = ""
    libraries: Mapping[str, str] = field(default_factory=dict)


def content_hash(frame: pd.DataFrame) -> str:
    """Return a hash of a table's content that does not depend on the order of its rows."""
    rows = np.sort(pd.util.hash_pandas_object(frame, index=False).to_numpy())
    digest = hashlib.sha256("\x1f".join(map(str, frame.columns)).encode())
    digest.update(rows.tobytes())
    return digest.hexdigest()


def make_spec(
    function: str,
    parameters: Mapping[str, Any],
    frame: pd.DataFrame,
    *,
    rows_in: int,
    rows_used: int,
    dropped: Mapping[str, int] | None = None,
    libraries: tuple[str, ...] = (),
) -> Spec:
    """Return the record of one estimation on the given analysis frame."""
    return Spec(
        function=function,
        parameters=dict(parameters),
        rows_in=int(rows_in),
        rows_used=int(rows_used),
        dropped={k: int(v) for k, v in (dropped or {}).items()},
        input_hash=content_hash(frame),
        version=installed("recoveryeval"),
        libraries={name: installed(name) for name in ("numpy", "pandas", *libraries)},
    )


@cache
def installed(package: str) -> str:
    """Return the installed version of a package, or 'unknown'."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"

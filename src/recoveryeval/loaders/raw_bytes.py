"""The bytes of a file, read once, and refused where there are none."""

from __future__ import annotations

import os
from pathlib import Path

from recoveryeval.errors import LoadError

MAX_BYTES = 2_000_000_000


def raw_bytes(path: str | os.PathLike[str], label: str) -> bytes:
    """Return the content of a file; a missing, unreadable, huge or empty one is refused."""
    target = Path(path)
    if not target.is_file():
        raise _unreadable(
            "There is no such file", label, "Check the path and the spelling of the file name."
        )
    try:
        if target.stat().st_size > MAX_BYTES:
            size = f"The file is larger than {MAX_BYTES // 10**9} GB"
            raise _unreadable(size, label, "Split the export, for example by year.")
        data = target.read_bytes()
    except OSError as error:
        raise _unreadable(
            f"The file could not be opened ({type(error).__name__})",
            label,
            "Close it in other programs and check that you may read it.",
        ) from None
    if not data:
        raise LoadError(
            "The file is empty",
            code="RE-F01",
            file=label,
            rows=0,
            do="Export it again and check that the export finished.",
        )
    return data


def _unreadable(what: str, label: str, do: str) -> LoadError:
    """Return the error for a file that cannot be opened."""
    return LoadError(what, code="RE-F00", file=label, do=do)

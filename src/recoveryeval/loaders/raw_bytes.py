"""The bytes of a file, read once, and refused where there are none."""

from __future__ import annotations

import os
from pathlib import Path

from recoveryeval.errors import LoadError

MAX_BYTES = 2_000_000_000


def raw_bytes(path: str | os.PathLike[str], label: str) -> bytes:
    """Return the content of a file; a missing, unreadable or empty one is refused."""
    target = Path(path)
    if not target.is_file():
        raise LoadError(
            "There is no such file",
            code="RE-F00",
            file=label,
            do="Check the path and the spelling of the file name.",
        )
    try:
        size = target.stat().st_size
        data = target.read_bytes() if size <= MAX_BYTES else b"x"
    except OSError as error:
        raise LoadError(
            f"The file could not be opened ({type(error).__name__})",
            code="RE-F00",
            file=label,
            do="Close it in other programs and check that you may read it.",
        ) from None
    if size > MAX_BYTES:
        raise LoadError(
            f"The file is larger than {MAX_BYTES // 10**9} GB",
            code="RE-F00",
            file=label,
            do="Split the export, for example by year.",
        )
    if not data:
        raise LoadError(
            "The file is empty",
            code="RE-F01",
            file=label,
            rows=0,
            do="Export it again and check that the export finished.",
        )
    return data

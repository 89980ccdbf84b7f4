"""What a file is called in errors and ledgers: never its name, which may hold a person's."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import PurePath

_SAFE_SUFFIX = re.compile(r"\.[a-z]{1,5}")


def file_label(path: str | os.PathLike[str], source: str | None = None) -> str:
    """Return the mapping's name for the source, or a short hash of the file name and its ending."""
    if source:
        return source
    name = PurePath(path).name
    suffix = PurePath(name).suffix.lower()
    short = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"file {short}{suffix if _SAFE_SUFFIX.fullmatch(suffix) else ''}"

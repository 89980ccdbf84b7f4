"""Which folder is the project, and which paths may be read from it."""

from __future__ import annotations

import os
from collections.abc import Mapping as MappingABC
from pathlib import Path

from recoveryeval.errors import LoadError
from recoveryeval.release.paths import inside


def given_path(path: str | os.PathLike[str], root: str | os.PathLike[str] | None) -> Path:
    """Return a path that a person gave in the call; with a root it must lie inside it."""
    for given, name in ((path, "the file"), (root if root is not None else "", "root")):
        if not isinstance(given, str | os.PathLike):
            raise LoadError(
                f"The path of {name} is not a path",
                code="RE-F00",
                do="Give the path as text, such as 'exports/log.csv'. Tables already at hand go to "
                "rv.program().",
            )
    return Path(path) if root is None else inside(Path(root), Path(path))


def project_folder(path: object, mapping: object, root: str | os.PathLike[str] | None) -> Path:
    """Return the folder that must not hold the key: the root, else that of mapping or data."""
    if root is not None:
        return Path(root)
    if isinstance(mapping, str | os.PathLike) and not isinstance(mapping, MappingABC):
        return Path(mapping).resolve().parent
    return Path(path).resolve().parent if isinstance(path, str | os.PathLike) else Path.cwd()

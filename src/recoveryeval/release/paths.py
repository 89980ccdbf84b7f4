"""Paths that must stay inside a project folder."""

from __future__ import annotations

from pathlib import Path

from recoveryeval.errors import ReleaseError


def inside(root: Path, path: Path | str) -> Path:
    """Return the resolved path, refusing one that leaves the project folder."""
    base = Path(root).resolve()
    candidate = Path(path)
    resolved = (candidate if candidate.is_absolute() else base / candidate).resolve()
    if not resolved.is_relative_to(base):
        raise ReleaseError(
            "A path leads outside the project folder",
            code="RE-P04",
            do="Use a path inside the folder of the study file, without '..' or links out.",
        )
    return resolved

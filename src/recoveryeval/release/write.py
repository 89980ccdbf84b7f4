"""The one gate through which anything reaches the disk."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from recoveryeval.errors import ReleaseError
from recoveryeval.release.paths import inside
from recoveryeval.release.profile import Profile, require_releasable


def write_bytes(
    path: Path | str,
    data: bytes,
    *,
    profile: Profile,
    root: Path | str,
    private: bool = True,
) -> Path:
    """Write a file whole or not at all, readable by its owner only when private."""
    require_releasable(profile)
    target = inside(Path(root), path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data, mode=0o600 if private else 0o644)
    except OSError as error:
        raise ReleaseError(
            f"A file could not be written ({type(error).__name__})",
            code="RE-R03",
            do="Check that the folder exists, may be written to and has room, then run again.",
        ) from None
    return target


def _replace(target: Path, data: bytes, *, mode: int) -> None:
    """Write beside the target and rename, so that an interrupted run leaves the old file."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".recoveryeval-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise

"""An output folder that is written again and again without touching anyone else's files."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from recoveryeval.errors import ReleaseError
from recoveryeval.release.paths import inside
from recoveryeval.release.profile import Profile
from recoveryeval.release.write import write_bytes

RECORD = ".recoveryeval.json"
_IGNORE = (
    b"# Written by recoveryeval: results on people in care do not belong in version control.\n*\n"
)


def write_folder(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    root: Path,
    profile: Profile,
    tick: Callable[[str], None] | None = None,
) -> None:
    """Write the files, replacing those of an earlier run and refusing to replace any other.

    The record of what was written goes first, holding old and new states of each
    file, so that a run broken off in the middle can simply be started again.
    """
    wanted = {".gitignore": _IGNORE, **files}
    before = _record(folder)
    _refuse_foreign(folder, wanted, before)
    new = {name: [_hash(data)] for name, data in wanted.items()}
    both = {n: [*before.get(n, []), *new.get(n, [])] for n in {**before, **new}}
    write_bytes(folder / RECORD, _text(both), profile=profile, root=root)
    for name, data in wanted.items():
        write_bytes(folder / name, data, profile=profile, root=root)
        if tick:
            tick(name)
    for name in sorted(set(before) - set(wanted)):
        with contextlib.suppress(OSError):
            (folder / name).unlink()
    write_bytes(folder / RECORD, _text(new), profile=profile, root=root)


def refuse_edited(folder: Path) -> None:
    """Refuse, before any work is done, a folder in which a file of ours was edited."""
    _refuse_foreign(folder, {}, _record(folder))


def _record(folder: Path) -> dict[str, list[str]]:
    """Return file names and the hashes that this program wrote under them."""
    try:
        content = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        found = {str(name): [str(h) for h in hashes] for name, hashes in content.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
    for name in found:
        inside(folder, name)
    return found


def _refuse_foreign(
    folder: Path, wanted: Mapping[str, bytes], before: Mapping[str, list[str]]
) -> None:
    """Refuse to replace or remove a file that is not as this program left it."""
    for name in {**wanted, **before}:
        path = folder / name
        if not path.is_file():
            continue
        state = _hash(path.read_bytes())
        if state in before.get(name, []) or state == _hash(wanted.get(name, b"")):
            continue
        raise ReleaseError(
            f"'{name}' in the output folder was changed, or was not written by this program",
            code="RE-R20",
            do="Rename or move it, or choose another folder, so that nothing of yours is lost.",
        )


def _hash(data: bytes) -> str:
    """Return a hash of a file's content."""
    return hashlib.sha256(data).hexdigest()


def _text(record: Mapping[str, list[str]]) -> bytes:
    """Return the record as it is kept."""
    return (json.dumps(record, indent=1, sort_keys=True) + "\n").encode()

"""A workbook's zip directory, checked before anything in it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile

from recoveryeval.errors import LoadError

MAX_EXPANDED = 500_000_000
MAX_RATIO = 100
MAX_ENTRIES = 10_000
# A few kilobytes may legally shrink far; only an archive that also grows large is a bomb.
SMALL = 20_000_000
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def guard_workbook(data: bytes, label: str) -> None:
    """Raise when a workbook would unpack to too much, is locked, damaged or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries, label)
            if any(entry.flag_bits & 1 for entry in entries):
                raise _locked(label)
            heads = [_head(archive, entry) for entry in entries]
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise damaged(label) from None
    if any(_DOCTYPE.search(head) for head in heads):
        raise unsafe_xml(label)


def _refuse_bomb(entries: list[zipfile.ZipInfo], label: str) -> None:
    """Raise when the directory promises too many entries or too many bytes."""
    expanded = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    too_dense = expanded > MAX_RATIO * packed and expanded > SMALL
    if len(entries) > MAX_ENTRIES or expanded > MAX_EXPANDED or too_dense:
        raise LoadError(
            f"The workbook would unpack to {expanded // 10**6} MB ({expanded // packed} times its "
            "size), which no ordinary export does",
            code="RE-F33",
            file=label,
            do="Open it in Excel, copy the data to a new workbook, and save that.",
        )


def _head(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the first bytes of an XML part, where a document type would have to stand."""
    if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return b""
    with archive.open(entry) as part:
        return part.read(65_536).replace(b"\x00", b"")


def _locked(label: str) -> LoadError:
    """Return the error for an encrypted archive."""
    return LoadError(
        "The workbook is protected by a password",
        code="RE-F31",
        file=label,
        do="Open it in Excel, remove the password (File, Info, Protect Workbook), and save it.",
    )


def unsafe_xml(label: str) -> LoadError:
    """Return the error for a workbook whose XML declares entities."""
    return LoadError(
        "The workbook's XML declares entities, which Excel never writes and which could attack "
        "this computer",
        code="RE-F35",
        file=label,
        do="Do not use this file; ask its sender for a fresh export.",
    )


def damaged(label: str) -> LoadError:
    """Return the error for a workbook that cannot be unpacked."""
    return LoadError(
        "The workbook is damaged or is not really an .xlsx file",
        code="RE-F30",
        file=label,
        do="Open it in Excel and save it again as .xlsx, or export it again.",
    )

"""Bytes to text: the encoding is found by proof, never by hope, and logged."""

from __future__ import annotations

import codecs

from recoveryeval.errors import LoadError
from recoveryeval.loaders.repair import Repair

_BOM = "\ufeff"
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, label: str, encoding: str | None = None) -> tuple[str, tuple[Repair, ...]]:
    """Return the text and the repairs; latin-1 is never tried, since it accepts any byte."""
    text, used = _declared(data, label, encoding) if encoding else _detected(data, label)
    repairs = [] if used == "utf-8" else [Repair(f"encoding_{used}", 1)]
    stripped = text.lstrip(_BOM)
    if len(text) - len(stripped) > 1:
        repairs.append(Repair("byte_order_mark_repeated", 1))
    return stripped, tuple(repairs)


def _declared(data: bytes, label: str, encoding: str) -> tuple[str, str]:
    """Return the text in the encoding that the mapping names."""
    try:
        return data.decode(encoding), codecs.lookup(encoding).name
    except (UnicodeError, LookupError):
        raise LoadError(
            "The file is not in the encoding that the mapping declares",
            code="RE-F07",
            file=label,
            do="Leave 'encoding' out so that it is found, or name the right one.",
        ) from None


def _detected(data: bytes, label: str) -> tuple[str, str]:
    """Return the text and the one encoding that fits every byte."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _declared(data, label, name)[0], name
    wide = _unmarked_utf16(data)
    if wide:
        return _declared(data, label, wide)[0], wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        raise LoadError(
            "The text is in no encoding this reader can prove (UTF-8, UTF-16, Windows-1252)",
            code="RE-F07",
            file=label,
            do="Save the file as 'CSV UTF-8', or declare 'encoding' for this source.",
        ) from None


def _unmarked_utf16(data: bytes) -> str | None:
    """Return which UTF-16 it is when nearly every second byte is NUL, as in plain English text."""
    head = data[:4000]
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.8 * half:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > 0.8 * half else None

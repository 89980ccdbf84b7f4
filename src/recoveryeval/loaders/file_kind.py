"""What a file really is, told by its first bytes and not by its name."""

from __future__ import annotations

import re
from typing import Literal

from recoveryeval.errors import LoadError

Kind = Literal[
    "text", "xlsx", "xlsb", "ods", "zip", "ole", "pdf", "gzip", "parquet", "pickle", "html",
    "xml", "json", "spss", "stata", "sas", "rdata",
]  # fmt: skip

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
    (b"$FL2", "spss"),
    (b"$FL3", "spss"),
    (b"<stata_dta>", "stata"),
    (b"HEADER RECORD*******", "sas"),
    (b"\x00" * 12 + b"\xc2\xea\x81\x60", "sas"),
    (b"RDX", "rdata"),
    (b"\x80\x02", "pickle"),
    (b"\x80\x03", "pickle"),
    (b"\x80\x04", "pickle"),
    (b"\x80\x05", "pickle"),
)
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)*\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|table|div|meta|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"^(?:\xef\xbb\xbf)*\s*<(?:\?xml|\?mso-|workbook\b)", re.IGNORECASE)
_JSON = re.compile(rb'^(?:\xef\xbb\xbf)*\s*(?:\[\s*\{\s*"|\{\s*"[^"]*"\s*:)')
_WORDS: dict[Kind, str] = {
    "text": "a text file",
    "xlsx": "an Excel workbook (.xlsx)",
    "xlsb": "a binary Excel workbook (.xlsb)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "zip": "a zip archive, or a workbook that was cut short",
    "ole": "an old Excel file (.xls) or a password-protected workbook",
    "pdf": "a PDF document",
    "gzip": "a compressed file (.gz)",
    "parquet": "a parquet file",
    "pickle": "a Python pickle, which could run code",
    "html": "a web page",
    "xml": "an XML file",
    "json": "a JSON file",
    "spss": "an SPSS file (.sav)",
    "stata": "a Stata file (.dta)",
    "sas": "a SAS file",
    "rdata": "an R data file",
}


def file_kind(data: bytes) -> Kind:
    """Return what the bytes are."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    # UTF-16 pages hold a NUL beside each letter; dropping them is enough to recognize the tag.
    head = data[:4096].lstrip(b"\xff\xfe").replace(b"\x00", b"")
    for shape, kind in ((_HTML, "html"), (_XML, "xml"), (_JSON, "json")):
        if shape.match(head):
            return kind
    return "text"


def _zip_kind(data: bytes) -> Kind:
    """Return which kind of zip archive it is, by the names in its directory."""
    if b"xl/workbook.bin" in data:
        return "xlsb"
    if b"xl/workbook.xml" in data or b"xl/worksheets" in data:
        return "xlsx"
    return "ods" if b"opendocument.spreadsheet" in data[:200] else "zip"


def refuse_kind(kind: Kind, wanted: str, label: str) -> LoadError:
    """Return the error for a file that is not what its reader expects."""
    if kind == "html":
        return LoadError(
            "This is a web page, not data: the session had probably expired",
            code="RE-F09",
            file=label,
            do="Log in and export again. If it is a table that Excel can open, save it there as "
            "CSV UTF-8 or as .xlsx.",
        )
    if kind == "ole":
        return LoadError(
            f"This is {_WORDS[kind]}",
            code="RE-F31",
            file=label,
            do="Open it in Excel, remove the password if it has one (File, Info, Protect "
            "Workbook), and save it as .xlsx or as CSV UTF-8.",
        )
    code = {"xlsb": "RE-F31", "pickle": "RE-P06"}.get(kind, "RE-F30")
    save = "read it with read_csv" if kind == "text" else f"save it as {wanted}"
    if kind == "xlsx":
        save = "read it with read_excel"
    return LoadError(
        f"This is {_WORDS[kind]}, not {wanted}, whatever its name says",
        code=code,
        file=label,
        do=f"{save[0].upper()}{save[1:]}.",
    )

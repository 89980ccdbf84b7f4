"""Part A of the catalog: files and encodings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from test_loaders.catalog import Bad
from test_loaders.roster import Export, roster, told


def with_bytes(change: Any) -> Any:
    """Return a builder that changes the bytes of the clean export."""
    return lambda n, seed: change(roster(n, seed).data())


def row_changed(at: int, change: Any) -> Any:
    """Return a builder that changes one row; -1 is the last."""

    def build(n: int, seed: int) -> Export:
        export = roster(n, seed)
        rows = list(export.rows)
        rows[at] = change(rows[at])
        return replace(export, rows=rows)

    return build


def two_headers(n: int, seed: int) -> Export:
    """Return an export with a merged header above the real one."""
    return replace(roster(n, seed), above="Person,Stay,,,,,Money\n")


def unclosed(n: int, seed: int) -> bytes:
    """Return an export whose first note opens a quotation mark."""
    export = roster(n, seed)
    text = export.data().decode()
    return text.replace(f",{export.rows[0][-1]}", f',"{export.rows[0][-1]}', 1).encode()


def decimal_commas(n: int, seed: int) -> Export:
    """Return an export in the European manner."""
    export = replace(roster(n, seed), mark=";")
    return export.changed("fee", lambda _, cell: cell.replace(".", ","))


def repeated_heading(n: int, seed: int) -> Export:
    """Return an export in which two columns have one name."""
    return replace(
        roster(n, seed), header=["client", "intake", "left", "reason", "sex", "fee", "sex"]
    )


def unnamed(n: int, seed: int) -> Export:
    """Return an export whose notes have no heading."""
    return replace(roster(n, seed), header=[*roster(1).header[:-1], ""])


def cp1252(n: int, seed: int) -> bytes:
    """Return an export with curly quotes in the Windows encoding."""
    return (
        roster(n, seed)
        .changed("note", lambda _, c: f"\u201c{c}\u201d")
        .data()
        .decode()
        .encode("cp1252")
    )


def mangled(n: int, seed: int) -> Export:
    """Return an export whose notes were once read in the wrong encoding."""
    return roster(n, seed).changed("note", lambda _, c: f"caf\u00c3\u00a9 {c}")


def page(n: int, _: int) -> bytes:
    """Return a log-in page."""
    return b"\n<!DOCTYPE html><html><body>Log in</body></html>" * n


def as_export(**settings: Any) -> Any:
    """Return a builder of the clean export with other settings."""
    return lambda n, seed: replace(roster(n, seed), **settings)


def nul(row: list[str]) -> list[str]:
    """Return a row with a NUL in its fee."""
    return [*row[:5], f"{row[5]}\x00", row[6]]


def spaced(data: bytes) -> bytes:
    """Return a file with blanks around its first heading."""
    return data.replace(b"client,", b" client\xc2\xa0,", 1)


def unnamed_blank(n: int, seed: int) -> Export:
    """Return an export with a blank column that has no heading."""
    return unnamed(n, seed).changed("", lambda *_: "")


BOM = b"\xef\xbb\xbf"
FILES = [
    Bad("clean", roster),
    Bad("F01", lambda *_: b"", error="RE-F01"),
    Bad("F02", as_export(rows=[]), error="RE-F02"),
    Bad("F03", lambda n, _: b"\n  \n\r\n" * n, error="RE-F03"),
    Bad("F04", with_bytes(lambda data: BOM + data)),
    Bad("F05", with_bytes(lambda data: BOM + BOM + data), repair="byte_order_mark_repeated"),
    Bad("F06", as_export(encoding="utf-16"), repair="encoding_utf-16"),
    Bad("F06 tab", as_export(encoding="utf-16", mark="\t"), repair="delimiter_tab"),
    Bad("F07", cp1252, repair="encoding_cp1252"),
    Bad("F07 not legal", with_bytes(lambda data: data + b"\x81,\xff\n"), error="RE-F07"),
    Bad("F08", mangled, warning="RE-F08"),
    Bad("F09", page, error="RE-F09"),
    Bad("F10", as_export(mark=";"), repair="delimiter_semicolon"),
    Bad("F10 pipe", as_export(mark="|"), repair="delimiter_pipe"),
    Bad("F11", decimal_commas, error="RE-F11"),
    Bad("F11 declared", decimal_commas, mapping=told(decimal=",")),
    Bad("F14", row_changed(-1, lambda r: [*r, "more"]), reason="extra_field", same=False, least=2),
    Bad("F15", row_changed(0, lambda row: ["more", *row]), error="RE-F15", ordered=True),
    Bad("F16", row_changed(-1, lambda r: r[:-2]), reason="too_few_fields", same=False, least=2),
    Bad("F17", row_changed(-1, lambda row: [*row[:-1], "a\nb"])),
    Bad("F18", unclosed, error="RE-F18"),
    Bad("F19", row_changed(-1, nul), repair="nul_removed"),
    Bad("F20", repeated_heading, error="RE-F20"),
    Bad("F21", unnamed, error="RE-F21"),
    Bad("F21 blank", unnamed_blank, repair="blank_column_dropped"),
    Bad("F22", with_bytes(spaced), repair="heading_cleaned"),
    Bad("F23", two_headers, error="RE-F23"),
    Bad("F23 declared", two_headers, mapping=told(header_rows=2)),
    Bad("F24", as_export(above="Stays\n\nPrinted: today\n"), repair="title_lines_skipped"),
    Bad("F25", as_export(below="Total,,,,,900.5,\n"), reason="summary_row"),
    Bad("F25 blank id", as_export(below=",,,,Total: 3,900.5,\n"), reason="summary_row"),
    Bad("F26", as_export(below=",,,,,,\n" * 3)),
]

"""Faults of files: byte order marks, encodings, delimiters, fields too many or too few."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recoveryeval.synthetic.faults.draft import EACH, Draft, Fault

CLAIMS, PHARMACY = "claims.csv", "pharmacy.csv"
BOM = b"\xef\xbb\xbf"
Spoiled = tuple[bytes, int]


def _two_marks(data: bytes, _: np.random.Generator) -> Spoiled:
    """Put the byte order mark twice, as exports saved again have it."""
    return BOM + BOM + data, 1


def _accents(draft: Draft) -> int:
    """Name a facility with an accent, so that the encoding shows."""
    rows = draft.rows(CLAIMS, draft.frames[CLAIMS]["facility_npi"] != "")
    draft.put(CLAIMS, rows, "facility_npi", "Clínica")
    return len(rows)


def _windows(data: bytes, _: np.random.Generator) -> Spoiled:
    """Write the file as Windows-1252."""
    return data.decode("utf-8").encode("cp1252"), 1


def _semicolons(data: bytes, _: np.random.Generator) -> Spoiled:
    """Separate fields by semicolons."""
    return data.replace(b",", b";"), 1


def _headings(data: bytes, _: np.random.Generator) -> Spoiled:
    """Put blanks around headings, one of them a non-breaking one."""
    head, rest = data.split(b"\n", 1)
    head = head.replace(b"claim_type", "claim_type\u00a0".encode()).replace(
        b"paid_amount", b"paid_amount "
    )
    return head + b"\n" + rest, 2


def _extra_fields(data: bytes, rng: np.random.Generator) -> Spoiled:
    """Add a field to some rows, never the first."""
    return _lines(data, rng, lambda line: line + b",extra", half=0)


def _lost_fields(data: bytes, rng: np.random.Generator) -> Spoiled:
    """Cut the last field off some rows, never the first."""
    return _lines(data, rng, lambda line: line.rsplit(b",", 1)[0], half=1)


def _lines(
    data: bytes, rng: np.random.Generator, change: Callable[[bytes], bytes], *, half: int
) -> Spoiled:
    """Change a few lines of one half of a file, leaving heading and first row alone."""
    lines = data.rstrip(b"\n").split(b"\n")
    bound = np.linspace(2, len(lines), 3).astype(int)
    chosen = rng.permutation(np.arange(bound[half], bound[half + 1]))[:EACH]
    for row in chosen:
        lines[row] = change(lines[row])
    return b"\n".join(lines) + b"\n", len(chosen)


FAULTS = (
    Fault(
        "F05", "survey.csv", "", "repair", "byte_order_mark_repeated",
        "Two byte order marks.", spoil=_two_marks,
    ),
    Fault(
        "F10", "enrollment.csv", "", "accepted", "", "Semicolons between fields.",
        spoil=_semicolons,
    ),
    Fault(
        "F14", PHARMACY, "", "quarantine", "extra_field", "Rows with a field too many.",
        spoil=_extra_fields,
    ),
    Fault(
        "F16", PHARMACY, "", "quarantine", "too_few_fields", "Rows with a field too few.",
        spoil=_lost_fields,
    ),
    Fault(
        "F22", CLAIMS, "", "repair", "heading_cleaned", "Blanks around headings.",
        spoil=_headings,
    ),
    Fault(
        "F07", CLAIMS, "facility_npi", "repair", "encoding_cp1252", "Windows-1252 with accents.",
        plant=_accents, spoil=_windows,
    ),
)  # fmt: skip

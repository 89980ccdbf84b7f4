"""Faults of cells: error values, negative minutes, unknown and mixed spellings, live text."""

from __future__ import annotations

from recoveryeval.synthetic.faults.draft import Draft, Fault

SURVEY, SESSIONS, LOG = "survey.csv", "Sessions", "coaching_log.xlsx"
FORMULA = '=HYPERLINK("http://example.org","open")'
SCRIPT = "<script>alert(1)</script>"


def _completed(draft: Draft, most: int = 3) -> list[int]:
    """Choose completed contacts with known people."""
    frame = draft.frames[SESSIONS]
    fits = (frame["Outcome"] == "Completed") & (frame["Participant"] != "")
    return draft.rows(SESSIONS, fits, most)


def _error(draft: Draft) -> int:
    """Write a spreadsheet's error value for minutes."""
    rows = _completed(draft)
    draft.put(SESSIONS, rows, "Minutes", "#N/A")
    return len(rows)


def _negative(draft: Draft) -> int:
    """Write minutes below zero."""
    rows = _completed(draft)
    draft.put(SESSIONS, rows, "Minutes", -15)
    return len(rows)


def _unlisted(draft: Draft) -> int:
    """Write a way of meeting that no code list knows."""
    rows = _completed(draft)
    draft.put(SESSIONS, rows, "How", "Carrier pigeon")
    return len(rows)


def _spellings(draft: Draft) -> int:
    """Spell one status in several ways."""
    rows = _completed(draft, 6)
    for row, word in zip(rows, ("completed", "COMPLETED", " Completed ") * 2, strict=False):
        draft.put(SESSIONS, [row], "Outcome", word)
    return len(rows)


def _truths(draft: Draft) -> int:
    """Write truth values in several ways."""
    frame = draft.frames[SESSIONS]
    rows = draft.rows(SESSIONS, frame["Billable"] == "Yes", 6)
    for row, word in zip(rows, ("TRUE", "y", "1") * 2, strict=False):
        draft.put(SESSIONS, [row], "Billable", word)
    return len(rows)


def _apostrophes(draft: Draft) -> int:
    """Wrap ids in apostrophes, as some downloads do; in rows that feed one table only."""
    frame = draft.frames[SURVEY]
    once = (frame["Status"] == "Completed") & (frame["FirstUseSince"] == "")
    rows = draft.rows(SURVEY, once)
    draft.put(SURVEY, rows, "Participant", [f"'{i}'" for i in frame["Participant"].iloc[rows]])
    return len(rows)


def _trailing(draft: Draft) -> int:
    """Put blanks after ids."""
    rows = draft.rows(SURVEY, draft.frames[SURVEY]["Status"] == "Completed")
    ids = draft.frames[SURVEY]["Participant"].iloc[rows]
    draft.put(SURVEY, rows, "Participant", [f"{i} " for i in ids])
    return len(rows)


def _live(draft: Draft) -> int:
    """Write comments that a spreadsheet or a browser would run."""
    rows = draft.rows(SURVEY, draft.frames[SURVEY]["Status"] == "Completed", 4)
    for row, words in zip(rows, (FORMULA, SCRIPT) * 2, strict=False):
        draft.put(SURVEY, [row], "Comment", words)
    return len(rows)


def _line_break(draft: Draft) -> int:
    """Break lines inside a comment."""
    rows = draft.rows(SURVEY, draft.frames[SURVEY]["Status"] == "Completed")
    draft.put(SURVEY, rows, "Comment", "Doing well,\nwants to\r\nkeep the coach")
    return len(rows)


def _nul(draft: Draft) -> int:
    """Put a NUL byte into comments."""
    rows = draft.rows(SURVEY, draft.frames[SURVEY]["Status"] == "Completed")
    draft.put(SURVEY, rows, "Comment", "moved\x00 away")
    return len(rows)


FAULTS = (
    Fault(
        "F17", SURVEY, "Comment", "accepted", "", "Line breaks inside a comment.",
        plant=_line_break,
    ),
    Fault("F19", SURVEY, "Comment", "repair", "nul_removed", "NUL bytes.", plant=_nul),
    Fault(
        "F28", LOG, "Minutes", "quarantine", "excel_error", "Error values of a spreadsheet.",
        plant=_error,
    ),
    Fault(
        "I09", SURVEY, "Participant", "accepted", "", "Blanks after ids.", plant=_trailing,
    ),
    Fault(
        "I10", SURVEY, "Participant", "repair", "quotes_stripped", "Ids in apostrophes.",
        plant=_apostrophes,
    ),
    Fault(
        "V10", LOG, "Outcome", "accepted", "", "One status in several spellings.",
        plant=_spellings,
    ),
    Fault(
        "V12", LOG, "Billable", "accepted", "", "Truth values in several spellings.",
        plant=_truths,
    ),
    Fault(
        "S12", LOG, "How", "quarantine", "code_not_listed", "A word outside the code list.",
        plant=_unlisted,
    ),
    Fault(
        "V18", LOG, "Minutes", "quarantine", "negative_value", "Minutes below zero.",
        plant=_negative,
    ),
    Fault(
        "V20", SURVEY, "Comment", "accepted", "", "Comments that a program would run.",
        plant=_live,
    ),
)  # fmt: skip

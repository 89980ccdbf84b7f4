"""Faults of whole rows: repeats, contradictions, totals and blank rows."""

from __future__ import annotations

import pandas as pd

from recoveryeval.synthetic.faults.draft import Draft, Fault

SURVEY, SESSIONS = "survey.csv", "Sessions"
BLANK_ROWS = 5


def _repeat(draft: Draft) -> int:
    """Append exact copies of rows."""
    frame = draft.frames[SURVEY]
    rows = draft.rows(SURVEY, frame["Status"] == "Completed")
    draft.append(SURVEY, frame.iloc[rows])
    return len(rows)


def _contradict(draft: Draft) -> int:
    """Append copies of contacts that bear the same id and other minutes."""
    frame = draft.frames[SESSIONS]
    rows = draft.rows(SESSIONS, (frame["Outcome"] == "Completed") & (frame["Participant"] != ""))
    again = frame.iloc[rows].astype(object)
    draft.append(SESSIONS, again.assign(Minutes=again["Minutes"] + 5))
    return 2 * len(rows)


def _total(draft: Draft) -> int:
    """Append a row that adds up the others, as a spreadsheet's user does."""
    frame = draft.frames[SESSIONS]
    row = dict.fromkeys(frame.columns)
    row |= {
        "Contact ID": "Total",
        "Minutes": float(pd.to_numeric(frame["Minutes"], errors="coerce").sum()),
    }
    draft.append(SESSIONS, pd.DataFrame([row], columns=frame.columns))
    return 1


def _blank(draft: Draft) -> int:
    """Append blank rows, which stand above the total."""
    frame = draft.frames[SESSIONS]
    row = dict.fromkeys(frame.columns) | {"Modifier": " "}
    draft.append(SESSIONS, pd.DataFrame([row] * BLANK_ROWS, columns=frame.columns))
    return BLANK_ROWS


FAULTS = (
    Fault(
        "I01", SURVEY, "", "ledger", "duplicates", "Rows that repeat another one.", plant=_repeat
    ),
    Fault(
        "I02", "coaching_log.xlsx", "Minutes", "quarantine", "key_conflict",
        "Contacts with one id and different minutes.", plant=_contradict,
    ),
    Fault(
        "F26", "coaching_log.xlsx", "", "ledger", "blank",
        "Blank rows between the sessions and their total.", plant=_blank,
    ),
    Fault(
        "F25", "coaching_log.xlsx", "", "quarantine", "summary_row",
        "A total at the bottom of the sessions.", plant=_total,
    ),
)  # fmt: skip

"""Faults of dates: impossible, swapped, in the future, after death, before the baseline."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.calendar import EXTRACT_DATE
from recoveryeval.synthetic.exports.survey import AMERICAN
from recoveryeval.synthetic.faults.draft import Draft, Fault

SURVEY, SESSIONS, CLAIMS, REDCAP = "survey.csv", "Sessions", "claims.csv", "redcap.csv"
LOG = "coaching_log.xlsx"


def _swap(draft: Draft) -> int:
    """Swap admission and discharge of stays."""
    frame = draft.frames[CLAIMS]
    long = (frame["discharge_date"] != "") & (frame["discharge_date"] > frame["admission_date"])
    rows = draft.rows(CLAIMS, long)
    start, end = frame["claim_start_date"].iloc[rows], frame["claim_end_date"].iloc[rows]
    for column, value in (("claim_start_date", end), ("claim_end_date", start)):
        draft.put(CLAIMS, rows, column, value.to_numpy(dtype=object))
    return len(rows)


def _future(draft: Draft) -> int:
    """Date contacts after the extract."""
    rows = draft.rows(SESSIONS, draft.frames[SESSIONS]["Participant"] != "")
    draft.put(SESSIONS, rows, "Date", pd.Timestamp(EXTRACT_DATE) + pd.Timedelta(days=40))
    return len(rows)


def _unknown(draft: Draft) -> int:
    """Write 1900-01-01 for an appointment whose date nobody knows."""
    rows = draft.rows(REDCAP, draft.frames[REDCAP]["referral_scheduled"] != "")
    draft.put(REDCAP, rows, "referral_scheduled", "1900-01-01")
    return len(rows)


def _impossible(draft: Draft) -> int:
    """Hold interviews on the thirtieth of February."""
    frame = draft.frames[SURVEY]
    rows = draft.rows(SURVEY, (frame["Status"] == "Completed") & (frame["Timepoint"] != "Intake"))
    draft.put(SURVEY, rows, "SurveyDate", "02/30/2026")
    return len(rows)


def _unborn(draft: Draft) -> int:
    """Let people be born after their intake."""
    rows = draft.rows(REDCAP, draft.frames[REDCAP]["date_of_birth"] != "")
    draft.put(REDCAP, rows, "date_of_birth", "2031-01-01")
    return len(rows)


def _after_death(draft: Draft) -> int:
    """Add completed contacts with people who had died."""
    events = draft.program.tables["event"]
    died = events[events["type"] == "death"].set_index("person_id")["start"]
    died = died[died < pd.Timestamp(EXTRACT_DATE) - pd.Timedelta(days=6)]
    frame = draft.frames[SESSIONS]
    done = (frame["Outcome"] == "Completed") & frame["Participant"].isin(died.index)
    rows = draft.rows(SESSIONS, done & ~frame["Participant"].duplicated())
    late = frame.iloc[rows].astype(object)
    when = died.reindex(late["Participant"].astype(str)) + pd.Timedelta(days=5)
    late = late.assign(Date=when.to_numpy(), **{"Contact ID": "X" + late["Contact ID"]})
    draft.append(SESSIONS, late)
    return len(rows)


def _before_baseline(draft: Draft) -> int:
    """Date follow-up interviews before the person's first one."""
    frame = draft.frames[SURVEY]
    fits = (frame["Timepoint"] == "3 months") & (frame["Status"] == "Completed")
    rows = draft.rows(SURVEY, fits)
    due = pd.to_datetime(frame["Due"].iloc[rows], format=AMERICAN)
    early = (due - pd.Timedelta(days=120)).dt.strftime(AMERICAN)
    draft.put(SURVEY, rows, "SurveyDate", early.to_numpy(dtype=object))
    draft.put(SURVEY, rows, "FirstUseSince", "")
    return len(rows)


def _open_end(draft: Draft) -> int:
    """Count enrollments that end in the year 9999: payers write them so without being asked."""
    frame = draft.frames["enrollment.csv"]
    return int(np.sum(frame["enrollment_end_date"] == "9999-12-31"))


FAULTS = (
    Fault(
        "D01", CLAIMS, "claim_end_date", "quarantine", "end_before_start",
        "Stays that end before they begin.", plant=_swap,
    ),
    Fault(
        "D02", LOG, "Date", "quarantine", "after_extract",
        "Contacts dated after the extract.", plant=_future,
    ),
    Fault(
        "D07", "enrollment.csv", "enrollment_end_date", "repair", "sentinel_open_end",
        "9999-12-31 for insurance that goes on.", plant=_open_end,
    ),
    Fault(
        "D08", REDCAP, "referral_scheduled", "repair", "sentinel_to_missing",
        "1900-01-01 for an unknown date.", plant=_unknown,
    ),
    Fault(
        "D11", SURVEY, "SurveyDate", "quarantine", "impossible_date",
        "Interviews on 30 February.", plant=_impossible,
    ),
    Fault(
        "D17", REDCAP, "date_of_birth", "quarantine", "birth_implausible",
        "Births after intake.", plant=_unborn,
    ),
    Fault(
        "D18", LOG, "Date", "quarantine", "after_death",
        "Contacts after death.", plant=_after_death,
    ),
    Fault(
        "D22", SURVEY, "SurveyDate", "quarantine", "followup_before_baseline",
        "Follow-up interviews before the first one.", plant=_before_baseline,
    ),
)  # fmt: skip

"""The coaching log: a workbook with sessions, staff, caseload, supervision and sites."""

from __future__ import annotations

import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.synthetic.exports.text_cells import coded, text

HOW = {
    "in_person": "Face to face",
    "phone": "Telephone",
    "video": "Video",
    "text": "Text message",
    "group": "Group",
}
OUTCOME = {
    "completed": "Completed",
    "attempted": "Attempted",
    "no_show": "Missed appointment",
    "cancelled": "Cancelled",
}
SERVICE = {
    "peer": "Recovery coaching",
    "case_management": "Case management",
    "therapy": "Therapy",
    "aftercare": "Aftercare",
    "psychiatric": "Psychiatry",
    "medication": "Medication visit",
    "mutual_help": "Mutual help",
    "family": "Family session",
    "outreach": "Outreach",
}
YES_NO = {"true": "Yes", "false": "No"}


def log_sheets(program: Program) -> dict[str, pd.DataFrame]:
    """Return the sheets; dates stay dates, numbers numbers, ids text."""
    return {
        "Sessions": _sessions(program.tables["contact"]),
        "Staff": _staff(program.tables["coach"]),
        "Caseload": _caseload(program.tables["assignment"]),
        "Supervision": _supervision(program.tables["staff_record"]),
        "Sites": _sites(program.tables["site"]),
    }


def _sessions(held: pd.DataFrame) -> pd.DataFrame:
    """Return contacts, with those that did not take place among them."""
    return pd.DataFrame(
        {
            "Contact ID": text(held["contact_id"]),
            "Participant": text(held["person_id"]),
            "Coach": text(held["coach_id"]),
            "Date": held["date"],
            "Start": text(held["start_time"]),
            "How": coded(held["mode"], HOW),
            "Where": text(held["setting"]).str.replace("_", " "),
            "Outcome": coded(held["status"], OUTCOME),
            "Service": coded(held["service"], SERVICE),
            "Started by": text(held["initiated_by"]),
            "Minutes": held["minutes"],
            "People": held["group_size"],
            "Topics": text(held["domains"]).str.replace("_", " ").str.replace(";", ", "),
            "Billable": _yes_no(held["billable"]),
            "Code": text(held["code"]),
            "Modifier": text(held["modifier"]),
            "Units": held["units"],
            "Cost": held["amount"],
        }
    )


def _staff(held: pd.DataFrame) -> pd.DataFrame:
    """Return the staff list."""
    return pd.DataFrame(
        {
            "Coach": text(held["coach_id"]),
            "Role": text(held["role"]).str.replace("_", " "),
            "Lived experience": _yes_no(held["lived_experience"]),
            "Certified": _yes_no(held["certified"]),
            "Since": held["start"],
        }
    )


def _caseload(held: pd.DataFrame) -> pd.DataFrame:
    """Return who coached whom."""
    return pd.DataFrame(
        {
            "Participant": text(held["episode_id"]).str.replace(r"-\d+$", "", regex=True),
            "Episode": text(held["episode_id"]),
            "Coach": text(held["coach_id"]),
            "Role": text(held["role"]).str.replace("_", " "),
            "From": held["start"],
            "To": held["end"],
        }
    )


def _supervision(held: pd.DataFrame) -> pd.DataFrame:
    """Return supervision, training, hours and burnout."""
    return pd.DataFrame(
        {
            "Coach": text(held["coach_id"]),
            "Date": held["date"],
            "Kind": text(held["kind"]).str.replace("_", " "),
            "Activity": text(held["activity"]),
            "Hours": held["hours"],
            "Value": text(held["value"]),
        }
    )


def _sites(held: pd.DataFrame) -> pd.DataFrame:
    """Return the sites and when coaching began there."""
    return pd.DataFrame(
        {
            "Site": text(held["site"]),
            "Setting": text(held["setting"]).str.replace("_", " "),
            "Rural": _yes_no(held["rural"]),
            "Coaching since": held["coaching_start"],
        }
    )


def _yes_no(column: pd.Series) -> pd.Series:
    """Return truth values as Yes and No."""
    return coded(text(column).str.lower(), YES_NO)

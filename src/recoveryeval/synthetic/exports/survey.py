"""The survey export: one row per use interview, dates the American way, codes for no answer."""

from __future__ import annotations

import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.synthetic.assessments import USE_INTERVIEW
from recoveryeval.synthetic.exports.text_cells import coded, dates, text

AMERICAN = "%m/%d/%Y"
TIMEPOINT = {
    "baseline": "Intake",
    "month_3": "3 months",
    "month_6": "6 months",
    "month_12": "12 months",
}
STATUS = {"complete": "Completed", "not_held": "Not reached"}
WINDOW = {"in_window": "In window", "late": "Late", "missed": "Missed"}
HOW = {"in_person": "In person", "phone": "Telephone", "video": "Video call"}
NO_ANSWER = {"refused": -7, "dont_know": -8, "left_blank": -9}


def survey_frame(program: Program) -> pd.DataFrame:
    """Return the survey export."""
    held = program.tables["assessment"]
    held = held[held["instrument"] == USE_INTERVIEW]
    ids = text(held["assessment_id"])
    return pd.DataFrame(
        {
            "ResponseID": ids,
            "Participant": text(held["person_id"]),
            "Timepoint": coded(held["wave"], TIMEPOINT),
            "Status": coded(held["status"], STATUS),
            "Due": dates(held["wave_due"], AMERICAN),
            "SurveyDate": dates(held["date"], AMERICAN),
            "Window": coded(held["window_status"], WINDOW),
            "HowDone": coded(held["mode"], HOW),
            "DaysUsed30": ids.map(_days(program)).astype("Int64"),
            "FirstUseSince": text(ids.map(_first_use(program))),
            "Comment": "",
        }
    )


def _days(program: Program) -> pd.Series:
    """Return days of use by response, with a negative code where there is no answer."""
    held = program.tables["response"]
    held = held[held["period_days"].notna()].set_index("assessment_id")
    why = text(held["missing"]).map(NO_ANSWER)
    return held["value"].astype("Float64").fillna(why.astype("Float64")).round().astype("Int64")


def _first_use(program: Program) -> pd.Series:
    """Return the date of first use since the last interview, by response."""
    held = program.tables["event"]
    held = held[held["type"] == "use"].set_index("event_id")
    return dates(held["start"], AMERICAN)

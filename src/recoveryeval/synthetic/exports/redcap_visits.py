"""Interview rows of the REDCap export: one per person and wave, with both scales."""

from __future__ import annotations

import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.synthetic.exports.forms import events, field, missing_codes
from recoveryeval.synthetic.exports.text_cells import coded, dates, text, whole


def visit_rows(program: Program) -> pd.DataFrame:
    """Return interviews with their item answers; one that was not held has no answers."""
    held = program.tables["assessment"]
    held = held[held["source"] == "redcap"]
    visits = held[held["instrument"] == "GSE"]
    frame = pd.DataFrame(
        {
            "record_id": text(visits["person_id"]),
            "redcap_event_name": text(visits["wave"]).map(events()),
            "wave": text(visits["wave"]),
            "visit_due": dates(visits["wave_due"]),
            "visit_status": coded(visits["status"], field("visit_status").codes),
            "visit_date": dates(visits["date"]),
            "visit_window": coded(visits["window_status"], field("visit_window").codes),
            "visit_mode": coded(visits["mode"], field("visit_mode").codes),
        }
    )
    answers = _answers(program, held)
    frame = frame.merge(answers, on=["record_id", "wave"], how="left", validate="1:1")
    items = [c for c in answers.columns if c not in ("record_id", "wave")]
    done = frame["visit_status"] == field("visit_status").codes["complete"]
    for form in ("gse", "barc10"):
        frame[f"{form}_complete"] = done.map({True: "2", False: ""})
    frame["visit_complete"] = "2"
    return frame.drop(columns="wave").fillna(dict.fromkeys(items, ""))


def _answers(program: Program, assessments: pd.DataFrame) -> pd.DataFrame:
    """Return the item answers, one row per person and wave, missing ones as their code."""
    who = assessments[["assessment_id", "person_id", "wave"]]
    long = program.tables["response"].merge(who, on="assessment_id", validate="m:1")
    why = text(long["missing"]).map(missing_codes())
    cells = pd.DataFrame(
        {
            "record_id": text(long["person_id"]),
            "wave": text(long["wave"]),
            "item": text(long["item"]),
            "cell": whole(long["value"]).where(long["value"].notna(), text(why)),
        }
    )
    wide = cells.pivot_table(
        index=["record_id", "wave"], columns="item", values="cell", aggfunc="first"
    )
    return wide.reset_index().rename_axis(columns=None)

"""The content of the files that a synthetic program hands over."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.release.escape import csv_bytes
from recoveryeval.synthetic.exports.claims import (
    claims_frame,
    enrollment_frame,
    pharmacy_frame,
)
from recoveryeval.synthetic.exports.coaching_log import log_sheets
from recoveryeval.synthetic.exports.redcap import redcap_frame
from recoveryeval.synthetic.exports.redcap_dictionary import redcap_dictionary
from recoveryeval.synthetic.exports.survey import survey_frame
from recoveryeval.synthetic.exports.workbook import workbook_bytes

WORKBOOK = "coaching_log.xlsx"
MAPPING = "mapping.toml"


def export_bytes(program: Program) -> dict[str, bytes]:
    """Return the content of each file by name; the same program gives the same bytes."""
    held = {name: csv_bytes(frame) for name, frame in csv_frames(program).items()}
    held[WORKBOOK] = workbook_bytes(log_sheets(program))
    return held | fixed_files()


def csv_frames(program: Program) -> dict[str, pd.DataFrame]:
    """Return the frame of each CSV file by name."""
    return {
        "redcap.csv": redcap_frame(program),
        "redcap_dictionary.csv": redcap_dictionary(),
        "survey.csv": survey_frame(program),
        "claims.csv": claims_frame(program),
        "pharmacy.csv": pharmacy_frame(program),
        "enrollment.csv": enrollment_frame(program),
    }


def fixed_files() -> dict[str, bytes]:
    """Return the files that are the same for every program: the mapping."""
    return {MAPPING: (files("recoveryeval.synthetic.exports") / MAPPING).read_bytes()}

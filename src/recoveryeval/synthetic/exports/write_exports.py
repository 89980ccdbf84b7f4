"""Write a synthetic program as the files that a real one would hand over."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.release.escape import csv_bytes
from recoveryeval.release.write import write_bytes
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


def write_exports(
    program: Program, folder: str | os.PathLike[str], *, root: str | os.PathLike[str]
) -> Mapping[str, Path]:
    """Write a synthetic program as REDCap, survey and claims files, a coaching log and a mapping.

    Parameters
    ----------
    program : Program
        A whole synthetic program.
    folder : str or path
        Folder to write to, made if need be.
    root : str or path
        Project folder that holds it; nothing is written outside.

    Returns
    -------
    mapping of str to Path
        Name of each file and where it is.

    Raises
    ------
    ReleaseError
        If the folder lies outside the project or cannot be written to.
    """
    return {
        name: write_bytes(Path(folder) / name, data, profile="internal", root=Path(root))
        for name, data in export_bytes(program).items()
    }


def export_bytes(program: Program) -> dict[str, bytes]:
    """Return the content of each file by name; the same program gives the same bytes."""
    held = {name: csv_bytes(frame) for name, frame in csv_frames(program).items()}
    held[WORKBOOK] = workbook_bytes(log_sheets(program))
    held[MAPPING] = (files("recoveryeval.synthetic.exports") / MAPPING).read_bytes()
    return held


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

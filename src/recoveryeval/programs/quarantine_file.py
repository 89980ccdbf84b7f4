"""The quarantine as a file beside the data, for its owner only."""

from __future__ import annotations

from pathlib import Path

from recoveryeval.programs.program import Program
from recoveryeval.release.escape import csv_bytes
from recoveryeval.release.write import write_bytes


def write_quarantine(program: Program, path: Path | str, *, root: Path | str) -> Path:
    """Write every row and cell set aside, with reason and original row, as CSV.

    Parameters
    ----------
    program : Program
        Any program.
    path : Path or str
        File inside the project folder. It holds whole rows: never share it.
    root : Path or str
        Project folder.

    Returns
    -------
    Path
        The file, readable by its owner only.
    """
    data = csv_bytes(program.quarantine_frame)
    return write_bytes(path, data, profile="internal", root=root)

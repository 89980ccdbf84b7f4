"""Write a synthetic program as the files that a real one would hand over."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from recoveryeval.programs.program import Program
from recoveryeval.release.write import write_bytes
from recoveryeval.synthetic.exports.export_bytes import export_bytes
from recoveryeval.synthetic.faults.plant import chosen_faults, no_faults, spoiled_bytes
from recoveryeval.synthetic.streams import DEFAULT_SEED, streams


@dataclass(frozen=True, slots=True, eq=False)
class Exports:
    """The files that were written, and the faults that were planted in them.

    Parameters
    ----------
    paths : mapping of str to Path
        Name of each file and where it is.
    planted : pandas.DataFrame
        One row per fault: ``fault`` (its id), ``file``, ``column``, ``count``,
        ``found`` (the account in which a reader finds it: quarantine, repair,
        ledger, or accepted), ``reason`` (its name there) and ``meaning``.
    """

    paths: Mapping[str, Path]
    planted: pd.DataFrame


def write_exports(
    program: Program,
    folder: str | os.PathLike[str],
    *,
    root: str | os.PathLike[str],
    faults: bool | Sequence[str] = False,
    rng: int | np.random.Generator = DEFAULT_SEED,
) -> Exports:
    """Write a synthetic program as REDCap, survey and claims files, a coaching log and a mapping.

    Parameters
    ----------
    program : Program
        A whole synthetic program.
    folder : str or path
        Folder to write to, made if need be; a relative one lies inside the root.
    root : str or path
        Project folder that holds it; nothing is written outside.
    faults : bool or sequence of str
        Whether to plant faults that real exports have: all, none, or those named.
        All of them can be read past; what was planted where is counted.
    rng : int or numpy.random.Generator
        Decides which rows are spoiled.

    Returns
    -------
    Exports
        ``paths`` of the files and what was ``planted``.

    Raises
    ------
    ReleaseError
        If the folder lies outside the project or cannot be written to.
    OutcomeError
        If there is no fault of a name.

    Examples
    --------
    >>> import tempfile
    >>> import recoveryeval as rv
    >>> from recoveryeval.synthetic.write_exports import write_exports
    >>> program, truth = rv.synthetic_program(30)
    >>> with tempfile.TemporaryDirectory() as root:
    ...     written = write_exports(program, "exports", root=root, faults=["D01"])
    >>> sorted(written.paths)[:3]
    ['claims.csv', 'coaching_log.xlsx', 'enrollment.csv']
    >>> written.planted["meaning"].tolist()
    ['Stays that end before they begin.']
    """
    chosen = chosen_faults(faults)
    if chosen:
        held, planted = spoiled_bytes(program, chosen, streams(rng)["faults"])
    else:
        held, planted = export_bytes(program), no_faults()
    paths = {
        name: write_bytes(Path(folder) / name, data, profile="internal", root=Path(root))
        for name, data in held.items()
    }
    return Exports(paths, planted)

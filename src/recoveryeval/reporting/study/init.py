"""A first study file and mapping for the user's own exports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from recoveryeval.errors import LoadError, ReleaseError
from recoveryeval.loaders.propose.propose_mapping import ProposedSource, propose_mapping
from recoveryeval.loaders.propose.source_text import quoted
from recoveryeval.release.paths import inside
from recoveryeval.release.write import write_bytes

_HEAD = """\
# One file per grant: what is read, who is followed, what is reported.
# Paths count from the folder of this file, and nothing outside it is read.
version = 1
title = "Who stays in our program"
program = "our program"
# The day the exports were made. Without it nobody's end of observation is known.
# extract_date = 2026-06-30
"""
_REST = """\
[cohort]
origin = "anchor"            # intake; or first_contact, discharge, medication_start
# between = [2025-01-01, 2026-06-30]
# include = "age >= 18"
# Groups to compare: a column known at intake ...
# arm = "arm"
# reference = "usual care"
# ... or what people did in their first days; time then counts from that day:
# landmark = "contact"
# within_days = 14
randomized = false           # true only if chance decided who was in which group
# describe = ["severity"]    # further columns for the table of people; never free text

[retention]
# definition = "contact_gap"  # or another named definition of retention
gap_days = 30                # more days than this without a completed contact: the person left
horizon_days = 180
days = [30, 90, 180]         # days that the text and the tables speak about
# exits = { death = "censor", transfer = "censor" }   # event, censor or competing

# Further outcomes, each under a named definition or a file of your own inside this folder:
# [[outcomes]]
# outcome = "national_outcomes"   # engagement, relapse, readmission, utilization,
# definition = "noms"             # followup_rate, harms

[report]
folder = "report"
formats = ["html", "docx"]
profile = "internal"         # marked on every page; others are not available yet
"""


def write_first_files(paths: Sequence[Path], *, home: Path | None = None) -> tuple[Path, Path]:
    """Write ``study.toml`` and ``mapping.toml`` into the working folder; never over others."""
    root = (home or Path.cwd()).resolve()
    found = [_existing(inside(root, path.absolute())) for path in paths]
    study, mapping = root / "study.toml", root / "mapping.toml"
    for target in (study, mapping):
        if target.exists():
            raise ReleaseError(
                f"There is a {target.name} in this folder already",
                code="RE-R22",
                do="Rename it or work in another folder; it is not replaced.",
            )
    proposal = propose_mapping(found)
    text = "\n".join([_HEAD, *(_source(root, source) for source in proposal.sources), _REST])
    write_bytes(mapping, proposal.text.encode(), profile="internal", root=root)
    write_bytes(study, text.encode(), profile="internal", root=root)
    return study, mapping


def _existing(path: Path) -> Path:
    """Return the path of a file, or say that there is none."""
    if not path.is_file():
        raise LoadError(
            "A file to look at does not exist",
            code="RE-F01",
            do="Check the path; it counts from the folder you are in.",
        )
    return path


def _source(root: Path, source: ProposedSource) -> str:
    """Return one source of the study file."""
    lines = {"file": source.path, "dictionary": source.dictionary, "mapping": root / "mapping.toml"}
    paths = [
        f"{key} = {quoted(path.relative_to(root).as_posix())}"
        for key, path in lines.items()
        if path is not None
    ]
    own = [f"reader = {quoted(source.reader)}", f"source = {quoted(source.name)}"]
    return "\n".join(["[[sources]]", *paths, *own]) + "\n"

"""The demo: a made-up program's exports with planted faults, and a study file for them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from recoveryeval.errors import ReleaseError
from recoveryeval.reporting.study.folder import RECORD, refuse_edited, write_folder
from recoveryeval.reporting.study.steps import Step, silent

DEMO_STEPS = 3
PEOPLE = 300
STUDY = "study.toml"
MAPPING = "mapping.toml"


def write_demo(folder: Path, step: Step = silent) -> Path:
    """Write exports, mapping and study file into a folder; return the study file."""
    from recoveryeval.synthetic.faults.plant import chosen_faults, spoiled_bytes
    from recoveryeval.synthetic.streams import DEFAULT_SEED, streams
    from recoveryeval.synthetic.synthetic_program import synthetic_program

    home = folder.absolute()
    _refuse_strange(home)
    refuse_edited(home)
    step(f"making up {PEOPLE} people")
    program, _ = synthetic_program(PEOPLE)
    step("planting faults")
    exports, _ = spoiled_bytes(program, chosen_faults(faults=True), streams(DEFAULT_SEED)["faults"])
    step("saving exports")
    held = {name if name == MAPPING else f"exports/{name}": data for name, data in exports.items()}
    held[STUDY] = (files("recoveryeval.reporting.study") / "demo_study.toml").read_bytes()
    write_folder(home, held, root=home, profile="internal")
    return folder / STUDY


def _refuse_strange(home: Path) -> None:
    """Refuse a folder that holds something else than an earlier demo."""
    if home.is_file() or (home.is_dir() and any(home.iterdir()) and not (home / RECORD).is_file()):
        raise ReleaseError(
            "The folder for the demo exists and holds something else",
            code="RE-R21",
            do="Name a new folder: recoveryeval demo FOLDER.",
        )

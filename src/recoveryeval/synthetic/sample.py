"""The sample exports that stand in the repository: ``python -m recoveryeval.synthetic.sample``.

Called with a folder, it writes them there; the seed and the number of people
are fixed, so that anyone gets the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path

from recoveryeval.synthetic.synthetic_program import synthetic_program
from recoveryeval.synthetic.write_exports import Exports, write_exports

PEOPLE = 120
SEED = 20260630


def write_sample(folder: Path) -> Exports:
    """Write the sample exports into a folder."""
    program, _ = synthetic_program(PEOPLE, rng=SEED)
    return write_exports(program, ".", root=folder)


if __name__ == "__main__":
    write_sample(Path(sys.argv[1] if len(sys.argv) > 1 else "data/synthetic"))

"""Write the matrix of digits that agree with R, from the golden files, to ``docs/validation/``.

    python benchmarks/digits_reached.py

``tests/test_models/test_digits.py`` holds the page to what the golden files say.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from digits_of_curves import curves
from digits_of_models import models
from digits_of_regressions import regressions
from digits_reached import FILE, matrix


def main() -> None:
    """Write the table, and show it."""
    table = matrix([*curves(), *models(), *regressions()])
    table.to_csv(FILE, index=False, lineterminator="\n")
    print(table.to_string())


if __name__ == "__main__":
    main()

"""Data moves one way, and importing the package loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys

from paths import ROOT

# Each costs a good part of a second, or is optional; all are imported inside functions.
HEAVY = (
    "docx",
    "duckdb",
    "formulaic",
    "lifelines",
    "matplotlib",
    "narwhals",
    "openpyxl",
    "pingouin",
    "polars",
    "pyspark",
    "scipy",
    "sklearn",
    "statsmodels",
    "tqdm",
)


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a new interpreter, from the repository's root."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_layers_hold() -> None:
    done = run(
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = "{name.partition('.')[0] for name in sys.modules}"
    done = run(
        f"import sys, pandas; before = {loaded}; import recoveryeval; "
        f"print(*sorted(({loaded} - before) & set({HEAVY!r})))"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []

"""Settings of every test run: no window for plots, no time limit on generated examples."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("MPLBACKEND", "Agg")

# Generated examples are slow on a loaded machine, which is no failure of the code.
settings.register_profile("local", deadline=None)
# A published run draws the same examples each time, so that a failure can be looked at again.
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

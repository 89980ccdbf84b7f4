"""One random stream per part, so that changing one part leaves the others as they were."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

DEFAULT_SEED = 20260630
PARTS = (
    "people",
    "sites",
    "coaches",
    "leaving",
    "exits",
    "contacts",
    "clinical",
    "failed",
    "outreach",
    "admissions",
    "happenings",
    "use",
    "tests",
    "scales",
    "interviews",
    "answers",
    "spells",
    "referrals",
    "goals",
    "medication",
    "spans",
    "staff",
    "faults",
)

Streams = Mapping[str, np.random.Generator]


def streams(rng: int | np.random.Generator) -> Streams:
    """Return a named, independent generator for each part.

    New parts go to the end of ``PARTS``, so that seeds keep their meaning.
    """
    generator = rng if isinstance(rng, np.random.Generator) else np.random.default_rng(rng)
    return dict(zip(PARTS, generator.spawn(len(PARTS)), strict=True))

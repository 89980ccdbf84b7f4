"""McNemar's chi-square, with and without continuity correction, beside the exact test."""

from __future__ import annotations

import pandas as pd

from recoveryeval.results.check import Check


def mcnemar_notes(pairs: pd.DataFrame) -> tuple[Check, ...]:
    """Return both chi-square forms for people with ``before`` and ``after`` answers."""
    before, after = (pairs[c].to_numpy(dtype=bool) for c in ("before", "after"))
    lost, gained = float((before & ~after).sum()), float((~before & after).sum())
    if lost + gained == 0:
        return ()
    gap = abs(gained - lost)
    forms = {
        "mcnemar_chi_square": ("no continuity correction", gap),
        "mcnemar_corrected": ("continuity correction", max(gap - 1.0, 0.0)),
    }
    return tuple(_note(name, how, g**2 / (lost + gained)) for name, (how, g) in forms.items())


def _note(name: str, how: str, statistic: float) -> Check:
    """Return one form of the test as a note."""
    from scipy.special import chdtrc

    told = f"McNemar's chi-square on 1 degree of freedom, {how}."
    return Check(name, told, "note", statistic=statistic, p_value=float(chdtrc(1.0, statistic)))

"""Times given in another unit than the schema's, converted where the mapping says so."""

from __future__ import annotations

import pandas as pd

from recoveryeval.loaders.mapping.keys import refusal

_PER = {
    ("hours", "minutes"): 60.0,
    ("minutes", "hours"): 1 / 60,
    ("seconds", "minutes"): 1 / 60,
    ("weeks", "days"): 7.0,
    ("hours", "days"): 1 / 24,
}


def in_unit(values: pd.Series, given: str, wanted: str, column: str) -> tuple[pd.Series, str]:
    """Return numbers in the schema's unit and the name of the repair; months are never days."""
    if not given or not wanted or given == wanted:
        return values, ""
    factor = _PER.get((given, wanted))
    if factor is None:
        known = [g for g, w in _PER if w == wanted]
        raise refusal(
            f"The column '{column}' is measured in {wanted}, and '{given}' cannot be turned into "
            "that",
            code="RE-T08",
            do=f"Use unit = one of {', '.join([wanted, *known])}, or convert in the source.",
        )
    return values * factor, f"{given}_to_{wanted}"

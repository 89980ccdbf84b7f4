"""Coefficients as tidy rows: the same columns for every regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
import pandas as pd

from recoveryeval.results.conf_level import check_conf_level
from recoveryeval.stats.coefficients import Coefficients, row_test


def coefficient_rows(
    found: Coefficients,
    terms: Sequence[str],
    contrasts: Sequence[str],
    estimands: Sequence[str],
    *,
    conf_level: float,
    status: str = "ok",
    method: str = "",
    silent: str = "rests on one cluster alone",
    no_error: str = "",
) -> pd.DataFrame:
    """Return one tidy row per coefficient; ``df`` only where it is finite.

    ``silent`` is the reason of rows whose coefficient has no variance, and so is not shown;
    ``no_error`` that of coefficients which stand although clusters are too few for a variance.
    """
    check_conf_level(conf_level)
    rows = []
    for j, unit in enumerate(np.eye(len(found.beta))):
        test = row_test(found, unit, conf_level)
        rows.append(
            {
                "term": terms[j],
                "contrast": contrasts[j],
                "estimand": estimands[j],
                **{f.name: getattr(test, f.name) for f in fields(test)},
                "conf_level": conf_level,
                "status": status,
                "method": method,
            }
        )
    table = pd.DataFrame(rows)
    without = table["std_error"].isna()
    stands = without & table["estimate"].notna() & bool(no_error)
    table["reason"] = np.select([stands, without], [no_error, silent], "").astype(object)
    table.loc[without, "status"] = np.where(stands[without], "flagged", "not_estimable")
    table.loc[without, "df"] = np.nan
    return table.drop(columns="df") if found.method == "normal" else table

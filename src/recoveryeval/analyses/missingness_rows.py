"""Tidy rows of absent scores: by wave and reason, and by pattern."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.stats.answers.two_proportions import wilson

WORDS = {
    "": "seen",
    "refused": "refused",
    "not_held": "interview not held",
    "no_interview": "no interview on record",
    "out_of_window": "outside the window",
    "too_few_answers": "too few answers",
    "no_answers": "no answers",
    "out_of_range": "impossible answers",
    "died": "died before",
    "not_yet_due": "not due yet",
}
SEEN, ABSENT = "x", "."


def reason_rows(grid: pd.DataFrame, conf_level: float) -> list[dict[str, Any]]:
    """Return one row per group, wave and reason that occurs."""
    present = set(grid["missing"])
    reasons = [r for r in WORDS if r in present] + sorted(present - set(WORDS))
    rows = []
    for (group, wave), own in grid.groupby(["group", "wave"], observed=True, sort=True):
        n = float(len(own))
        for reason in reasons:
            count = float((own["missing"] == reason).sum())
            limits = wilson(count, n, conf_level)
            rows.append(
                {"term": "wave", "group": str(group), "level": str(wave),
                 "estimand": WORDS.get(reason, reason.replace("_", " ")), "estimate": count / n,
                 "n_event": count, "denominator": n, "n": n, "conf_low": limits.low,
                 "conf_high": limits.high, "conf_level": conf_level, "status": "ok",
                 "method": "Wilson limits"}
            )  # fmt: skip
    return rows


def pattern_rows(grid: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one row per group and pattern of waves seen, the commonest first."""
    waves = len(grid["wave"].cat.categories)
    ordered = grid.sort_values(["person", "wave"], kind="stable")
    seen = (ordered["missing"] == "").to_numpy(dtype=bool).reshape(-1, waves)
    kinds, kind = np.unique(seen, axis=0, return_inverse=True)
    words = np.array(["".join(SEEN if s else ABSENT for s in row) for row in kinds], dtype=object)
    people = ordered.iloc[::waves][["group"]].assign(level=words[kind.reshape(-1)])
    counts = people.groupby("group", observed=True)["level"].value_counts()
    counts = counts.rename("count").reset_index()
    total = counts.groupby("group", observed=True)["count"].transform("sum")
    counts = counts.assign(total=total).sort_values(
        ["group", "count", "level"], ascending=[True, False, False], kind="stable"
    )
    return [
        {"term": "pattern", "group": str(row.group), "level": row.level,
         "estimand": "share of people", "estimate": row.count_ / row.total,
         "n_event": float(row.count_),
         "denominator": float(row.total), "n": float(row.total), "status": "ok", "method": ""}
        for row in counts.rename(columns={"count": "count_"}).itertuples(index=False)
    ]  # fmt: skip

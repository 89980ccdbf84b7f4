"""The tidy table of change: every group, groups compared, and the lost beside the followed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recoveryeval.models.two_times.change_between import between_rows
from recoveryeval.models.two_times.change_rows import classes, gains, group_rows
from recoveryeval.models.two_times.change_rule import ChangeRule
from recoveryeval.models.two_times.two_waves import TwoWaves
from recoveryeval.results.blank_text import blank_text

COLUMNS = [
    "term", "group", "contrast", "level", "estimand", "estimate", "std_error", "statistic", "df",
    "p_value", "conf_low", "conf_high", "conf_level", "n", "n_event", "denominator", "status",
    "method", "reason",
]  # fmt: skip


def change_table(
    waves: TwoWaves,
    rule: ChangeRule,
    threshold: float,
    *,
    conf_level: float,
    lost: list[dict[str, Any]],
) -> pd.DataFrame:
    """Return the rows of every group, of groups compared, and of the lost."""
    rows: list[dict[str, Any]] = []
    changes, improved = [], []
    for label in waves.labels:
        pairs = waves.matched[waves.matched["group"] == label]
        gain = gains(pairs, rule)
        changes.append(gain if rule.better == "higher" else -gain)
        improved.append(classes(gain, threshold)["reliably improved"])
        if len(pairs):
            rows += group_rows(label, pairs, rule, threshold, conf_level)
        else:
            rows.append(_nobody(label))
    rows += between_rows(waves.labels, changes, improved, conf_level)
    table = pd.DataFrame(rows + lost, columns=COLUMNS)
    return blank_text(table, ("reason", "method", "contrast", "level", "group"))


def _nobody(label: str) -> dict[str, Any]:
    """Return the row of a group without a matched person."""
    return {"term": "change", "group": label, "estimand": "mean change", "n": 0.0,
            "status": "not_estimable", "reason": "nobody has both scores"}  # fmt: skip

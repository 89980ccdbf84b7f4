"""Change compared between groups of people: difference in mean change, and in who improved."""

from __future__ import annotations

from typing import Any

import numpy as np

from recoveryeval.models.lone_levels import ALONE
from recoveryeval.stats.answers.two_proportions import TwoCounts, score_limits
from recoveryeval.stats.scales.paired_scores import ROUNDING

ALIKE = "changes do not vary"


def between_rows(
    labels: tuple[str, ...],
    changes: list[np.ndarray],
    improved: list[np.ndarray],
    conf_level: float,
) -> list[dict[str, Any]]:
    """Return each group compared with the first; ``changes`` and ``improved`` are per group."""
    rows = []
    for k in range(1, len(labels)):
        if not len(changes[0]) or not len(changes[k]):
            continue
        base = {"contrast": f"{labels[k]} - {labels[0]}", "conf_level": conf_level,
                "n": float(len(changes[0]) + len(changes[k]))}  # fmt: skip
        rows.append({**base, **_welch(changes[0], changes[k], conf_level)})
        two = TwoCounts(
            float(improved[0].sum()), float(len(improved[0])),
            float(improved[k].sum()), float(len(improved[k])),
        )  # fmt: skip
        limits = score_limits(two, "difference", conf_level)
        rows.append(
            {**base, "term": "class", "estimand": "difference in share reliably improved",
             "estimate": two.events1 / two.n1 - two.events0 / two.n0, "conf_low": limits.low,
             "conf_high": limits.high, "status": "ok",
             "method": "Miettinen-Nurminen score limits"}
        )  # fmt: skip
    return rows


def _welch(first: np.ndarray, other: np.ndarray, conf_level: float) -> dict[str, Any]:
    """Return the difference in mean change by Welch's t."""
    from scipy.special import stdtr, stdtrit

    row: dict[str, Any] = {
        "term": "change", "estimand": "difference in mean change", "method": "Welch t",
        "estimate": float(other.mean() - first.mean()),
    }  # fmt: skip
    parts = [part.var(ddof=1) / len(part) if len(part) > 1 else np.nan for part in (first, other)]
    error2 = parts[0] + parts[1]
    near = (ROUNDING * max(float(np.abs(part).max()) for part in (first, other))) ** 2
    if not near < error2 < np.inf:
        alone = min(len(first), len(other)) < 2
        return {**row, "status": "not_estimable", "reason": ALONE if alone else ALIKE}
    df = error2**2 / (parts[0] ** 2 / (len(first) - 1) + parts[1] ** 2 / (len(other) - 1))
    error = float(np.sqrt(error2))
    t = row["estimate"] / error
    reach = float(stdtrit(df, 0.5 + conf_level / 2)) * error
    return {**row, "std_error": error, "statistic": t, "df": float(df),
            "p_value": 2 * float(stdtr(df, -abs(t))), "conf_low": row["estimate"] - reach,
            "conf_high": row["estimate"] + reach, "status": "ok"}  # fmt: skip

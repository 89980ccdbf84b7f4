"""What an imputation says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.missing.impute_wide import PersonWide
from recoveryeval.results.check import Check, Verdict

MUCH, BEYOND = 0.4, 0.05


def impute_methods(asked: Mapping[str, Any], wide: PersonWide, versions: str) -> str:
    """Return one paragraph in journal style."""
    filled = int(wide.fill.sum())
    how = "normal linear regressions" if asked["method"] == "regression" else "predictive matching"
    how = "logistic regressions" if wide.answers else how
    apart = f", apart by {asked['by']}" if asked["by"] else ""
    helped = f" and {', '.join(asked['auxiliaries'])}" if asked["auxiliaries"] else ""
    jumped = (
        f" After a person's last interview the means and covariance of {asked['reference']} were "
        "taken (jump to reference; Carpenter, Roger and Kenward, 2013)."
        if asked["reference"]
        else ""
    )
    return (
        f"{filled} absent scores were imputed {asked['m']} times by chained equations ({how}) from "
        f"the scores at all other waves{helped}{apart}.{jumped} Estimates were pooled by Rubin's "
        f"rules with the degrees of freedom of Barnard and Rubin ({versions})."
    )


def impute_checks(wide: PersonWide, reference: str | None) -> tuple[Check, ...]:
    """Say what was imputed and on which assumption."""
    share = float(wide.fill.mean())
    told = (
        f"{int(wide.fill.sum())} of {wide.fill.size} scores were imputed. The answer holds if "
        "absence depends only on what was seen of a person, which data cannot show."
    )
    verdict: Verdict = "concern" if share > MUCH else "note"
    checks = [Check("imputed_scores", told, verdict, statistic=share)]
    ahead = int((wide.fill & wide.ahead).sum())
    if ahead:
        told = (
            f"Imputed scores that are not due yet: {ahead}. People who entered late are absent "
            "for a reason that has nothing to do with them."
        )
        checks.append(Check("imputed_not_due", told, "note", statistic=float(ahead)))
    unseen = int((np.isnan(wide.scores).all(axis=1) & wide.fill.any(axis=1)).sum())
    if unseen:
        told = f"People without any score: {unseen}. Theirs rest on the auxiliaries and the group."
        checks.append(Check("people_without_score", told, "note", statistic=float(unseen)))
    checks += _left_out(wide.left_out)
    dead = int((np.isnan(wide.scores) & ~wide.fill).any(axis=1).sum())
    if dead:
        told = f"People who died before a wave: {dead}. Scores after death are not made up."
        checks.append(Check("died_before", told, "note", statistic=float(dead)))
    if reference is not None:
        told = f"After leaving, people are taken to go on as {reference} does."
        checks.append(Check("jump_to_reference", told, "note"))
    return tuple(checks)


def _left_out(count: int) -> list[Check]:
    """Say how many people without any score could not be imputed, and why."""
    if not count:
        return []
    told = (
        f"People without any score who are left out: {count}, because auxiliaries or the group "
        "are blank, or none is named. Name by= and auxiliaries= known of everyone."
    )
    return [Check("people_left_out", told, "concern", statistic=float(count))]


def range_check(wide: PersonWide, values: pd.Series, method: str) -> tuple[Check, ...]:
    """Say how many drawn scores lie beyond all that were seen."""
    if method != "regression" or wide.answers or not wide.fill.any():
        return ()
    seen = wide.scores[~np.isnan(wide.scores)]
    share = int(((values < seen.min()) | (values > seen.max())).sum()) / int(wide.fill.sum())
    if share == 0:
        return ()
    told = (
        f"{100 * share:.1f}% of drawn scores lie beyond the lowest or highest that was seen. Means "
        "and errors can bear that, shares above a cut-off cannot; method='matching' draws seen "
        "scores only."
    )
    verdict: Verdict = "concern" if share > BEYOND else "note"
    return (Check("imputed_beyond_range", told, verdict, statistic=share),)

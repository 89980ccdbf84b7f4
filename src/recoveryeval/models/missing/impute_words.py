"""What an imputation says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from recoveryeval.models.missing.impute_wide import PersonWide
from recoveryeval.results.check import Check, Verdict

MUCH = 0.4


def impute_methods(asked: Mapping[str, Any], filled: int, versions: str) -> str:
    """Return one paragraph in journal style."""
    how = "normal linear regressions" if asked["method"] == "regression" else "predictive matching"
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
    if reference is not None:
        told = f"After leaving, people are taken to go on as {reference} does."
        checks.append(Check("jump_to_reference", told, "note"))
    return tuple(checks)

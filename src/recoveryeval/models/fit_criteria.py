"""Log-likelihood and information criteria of one fit, and its name in a few words."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from recoveryeval.results.model import Model

Likelihood = Literal["reml", "ml"]


def criteria(model: Model, by: Likelihood) -> list[dict[str, Any]]:
    """Return rows of log-likelihood, AIC and BIC; BIC counts people."""
    kept = model.extras["likelihood"]
    height, people = float(kept[by]), float(model.summary["n"].iloc[0])
    count = len(kept["parts"]) + (len(kept["fixed"]) if by == "ml" else 0)
    found = {
        "log-likelihood": height,
        "AIC": 2 * count - 2 * height,
        "BIC": count * float(np.log(people)) - 2 * height,
    }
    status = "ok" if np.isfinite(height) else "not_estimable"
    place = {"group": named(model), "estimand": "fit to the data", "status": status}
    return [{"term": term, "estimate": value, **place} for term, value in found.items()]


def named(model: Model) -> str:
    """Return a model's formula with its variances, in a few words."""
    asked = model.spec.parameters
    if model.kind == "mmrm":
        return f"'{asked['formula']}' ({asked['structure']})"
    groups = "".join(f" + 1 by {name}" for name in asked["groups"])
    return f"'{asked['formula']}' ({asked['random']} by person{groups})"

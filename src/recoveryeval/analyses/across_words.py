"""What a comparison of definitions says in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from recoveryeval.analyses.across_rows import Asked
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result

_SAME = (
    "Definitions are compared on the same people, so their rows are not independent; nothing is "
    "pooled and no definition is preferred."
)


def across_estimand(first: Result | None, outcomes: Sequence[Outcome | None]) -> Estimand:
    """Return the model's estimand, once for each definition."""
    if first is None:
        nothing = "none: no definition could be answered"
        return Estimand(*[nothing] * 6)
    n = sum(o is not None for o in outcomes)
    return replace(
        first.estimand,
        contrast=f"{first.estimand.contrast}, once for each of {n} definitions",
        missing="as each definition says",
    )


def across_methods(
    asked: Sequence[Asked], outcomes: Sequence[Outcome | None], first: Result | None
) -> str:
    """Return the definitions with their sources, then the model's paragraph."""
    told = [
        f"{one.label} [{made.definition.id}]: {made.definition.sentence}"
        + (f" Source: {made.definition.source}." if made.definition.source else "")
        for one, made in zip(asked, outcomes, strict=True)
        if made is not None
    ]
    model = first.methods() if first is not None else ""
    return " ".join([f"{len(asked)} definitions were used.", *told, _SAME, model]).strip()

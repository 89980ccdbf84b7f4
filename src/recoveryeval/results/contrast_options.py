"""What a contrast may be asked for, and how its rows are worded."""

from __future__ import annotations

from recoveryeval.errors import EstimationError
from recoveryeval.results.model_rows import grid_of, one_level
from recoveryeval.results.result import Result
from recoveryeval.results.standardized import Denominator


def settled(
    model: Result,
    of: str,
    factors: list[str],
    *,
    since: object,
    reference: object,
    method: str,
) -> str | None:
    """Return the reference as text; options that do not go together are refused."""
    _refuse_slips(of, factors, method)
    if since is not None and not factors:
        raise EstimationError(
            "A change needs the factor along which it happens",
            code="RE-M02",
            do="Name by= too, for example by='wave', since=0.",
        )
    if reference is None:
        return None
    if method == "pairwise":
        raise EstimationError(
            "Comparing every pair needs no reference",
            code="RE-M02",
            do="Leave reference= out, or use method='reference'.",
        )
    return one_level(grid_of(model.extras), of, reference)


def _refuse_slips(of: object, factors: list[str], method: str) -> None:
    """Raise on what is no name, a factor within itself, and a way there is none of."""
    if not isinstance(of, str):
        raise EstimationError(
            "What is to be compared is asked for by one name",
            code="RE-M02",
            do="Name one factor or covariate as text, and others as by=.",
        )
    if of in factors:
        raise EstimationError(
            "A factor cannot be compared within its own levels",
            code="RE-M02",
            column=of,
            do="Name another factor as by=, or leave it out.",
        )
    if method not in ("reference", "pairwise"):
        raise EstimationError(
            "There is no such way to choose what is compared",
            code="RE-M02",
            do="Use method='reference' or method='pairwise'.",
        )


def estimand_of_contrast(difference: str, changed: bool, unit: Denominator | None) -> str:
    """Return what a comparison is, such as 'difference in change of mean score'."""
    words = difference
    if changed and difference.startswith("log "):
        words = f"log ratio of {difference.removeprefix('log ')}s"
    elif changed:
        words = difference.replace("difference in", "difference in change of", 1)
    return words if unit is None else f"standardized {words} ({unit.name})"


def placed(levels: dict[str, str]) -> dict[str, str]:
    """Return the group and, for a second factor, the level that a row is about."""
    names = list(levels.items())
    if len(names) == 1:
        return {"group": names[0][1]}
    rest = ", ".join(f"{k}: {v}" for k, v in names[1:])
    return {"group": names[0][1], "level": rest}

"""What few groups, and variances at zero, mean for a mixed model."""

from __future__ import annotations

from collections.abc import Sequence

from recoveryeval.models.repeated.gaussian_input import GaussianInput
from recoveryeval.models.repeated.group_nesting import Level
from recoveryeval.results.check import Check

FEW = 6


def group_checks(levels: Sequence[Level]) -> tuple[Check, ...]:
    """Return one check per level of groups: few of them leave few degrees of freedom."""
    return tuple(_check(level) for level in levels)


def _check(level: Level) -> Check:
    """Return the check of one level."""
    n = len(level.labels)
    few = n < FEW
    told = f"{n} groups of '{level.name}'. " + (
        "With fewer than six, how much they differ is hardly known; comparisons between them "
        "rest on few degrees of freedom. Prefer ddf='kenward-roger', and do not rank them."
        if few
        else "Comparisons between them rest on this number, not on that of people."
    )
    return Check("groups", told, "concern" if few else "note", statistic=float(n))


def edge_checks() -> tuple[Check, ...]:
    """Return the check of random effects that follow from each other exactly."""
    told = (
        "The random effects of people could not be told apart: by the best fit some follow "
        "exactly from others (a correlation of one, or no variance). Estimates and errors are "
        "of that fit, degrees of freedom count only what can vary there. Prefer fewer random "
        "effects where the design allows it."
    )
    return (Check("singular_random_effects", told, "concern"),)


def zero_checks(given: GaussianInput, *, people: bool, groups: Sequence[int]) -> tuple[Check, ...]:
    """Return checks of variances estimated at zero: of people, and of levels by their code."""
    found = []
    if people:
        told = (
            "People did not differ detectably beyond chance; degrees of freedom are those of "
            "a model without differences between people."
        )
        found.append(Check("singular_random_effects", told, "concern"))
    for level in (given.levels[code] for code in groups):
        told = (
            f"Groups of '{level.name}' did not differ detectably: their variance is estimated at "
            "zero, which means not seen, not absent. "
        )
        if len(level.labels) < FEW:
            told += "So few groups could hide it; degrees of freedom are those of few groups."
        else:
            told += "It is left out of the degrees of freedom."
        found.append(Check("variance_at_zero", told, "concern"))
    return tuple(found)

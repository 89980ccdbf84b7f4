"""The options of cascade(), checked once."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.models.confidence import check_conf_level

_CHOICES = {
    "without_episode": ("counted", "included"),
    "after_end": ("left_out", "counted"),
    "order": ("after", "any"),
}


def require_options(
    cohort: object, horizon_days: object, conf_level: float, choices: Mapping[str, str]
) -> None:
    """Raise on an option that is not allowed."""
    if not isinstance(cohort, Cohort):
        raise OutcomeError(
            "A cascade is counted for a cohort, and something else was given",
            code="RE-O20",
            do="Choose the people first: cascade(cohort(program, ...)).",
        )
    check_conf_level(conf_level)
    if horizon_days is not None and (
        isinstance(horizon_days, bool) or not isinstance(horizon_days, Integral) or horizon_days < 1
    ):
        raise OutcomeError(
            "horizon_days is not a whole number of one or more",
            code="RE-O20",
            do="Give days, such as horizon_days=180, or None.",
        )
    for name, value in choices.items():
        if value not in _CHOICES[name]:
            raise OutcomeError(
                f"{name} has no such choice",
                code="RE-O20",
                column=name,
                do=f"Use one of {', '.join(_CHOICES[name])}." + nearest(str(value), _CHOICES[name]),
            )

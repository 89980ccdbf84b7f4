"""The confidence level that every model, and every question to one, takes."""

from __future__ import annotations

from numbers import Real

from recoveryeval.errors import EstimationError


def check_conf_level(conf_level: object) -> None:
    """Raise unless a confidence level is a number strictly between 0 and 1."""
    number = isinstance(conf_level, Real) and not isinstance(conf_level, bool)
    if not number or not 0 < float(conf_level) < 1:  # type: ignore[arg-type]
        raise EstimationError(
            "The confidence level must be a number between 0 and 1",
            code="RE-M22",
            do="Give a share such as 0.95, not a percentage.",
        )

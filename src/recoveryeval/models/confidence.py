"""The confidence level every model takes."""

from __future__ import annotations

from recoveryeval.errors import EstimationError


def check_conf_level(conf_level: float) -> None:
    """Raise unless a confidence level lies strictly between 0 and 1."""
    if not 0 < conf_level < 1:
        raise EstimationError(
            "The confidence level must lie between 0 and 1",
            code="RE-M22",
            do="Give a share such as 0.95, not a percentage.",
        )

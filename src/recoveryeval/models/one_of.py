"""Options that take one of a few words."""

from __future__ import annotations

from collections.abc import Sequence

from recoveryeval.errors import EstimationError, nearest

DDF = ("satterthwaite", "kenward-roger", "kenward-roger-observed")


def one_of(value: object, options: Sequence[str], *, name: str) -> None:
    """Raise unless an option is one of its words, naming them."""
    if value not in options:
        raise EstimationError(
            f"The option {name}= does not take that word",
            code="RE-M60",
            do=f"Use one of: {', '.join(options)}." + nearest(str(value), options),
        )

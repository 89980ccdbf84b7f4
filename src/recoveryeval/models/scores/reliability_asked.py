"""Which options of reliability() go together."""

from __future__ import annotations

from recoveryeval.errors import EstimationError
from recoveryeval.models.given_options import check_option


def check_asked(
    of: object,
    weighting: object,
    instrument: object,
    *of_instrument: object,
) -> None:
    """Refuse what is asked of something that has none of it."""
    if of not in ("items", "scores", "categories"):
        raise EstimationError(
            "of= is not something whose reliability can be told",
            code="RE-MR30",
            do="Use of='items', of='scores' or of='categories'.",
        )
    check_option("weighting", weighting, ("none", "linear", "quadratic"))
    if weighting != "none" and of != "categories":
        raise EstimationError(
            "weighting= is about two raters' categories",
            code="RE-MR30",
            do="Leave it out, or ask of='categories'.",
        )
    if instrument is not None and of != "items":
        raise EstimationError(
            "instrument= is about the items of a form",
            code="RE-MR30",
            do="Leave it out, or ask of='items'.",
        )
    if instrument is None and any(each is not None for each in of_instrument):
        raise EstimationError(
            "scale=, response_format= and items= are those of an instrument",
            code="RE-MR30",
            do="Name instrument= too, or leave them out.",
        )

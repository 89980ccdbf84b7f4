"""What a caller gives: an outcome and not a table, and options there are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.outcomes.outcome import Outcome


def refuse_table(outcome: object) -> None:
    """Raise unless an outcome is given."""
    if not isinstance(outcome, Outcome):
        raise EstimationError(
            "A model takes an outcome, and something else was given",
            code="RE-M35",
            do="Make one of your table first, for example own = rv.time_to_event(table, time=..., "
            "event=...) or rv.repeated_measures(table, value=..., person=..., wave=...), and give "
            "the model own.",
        )


def is_amount(value: object) -> bool:
    """Return whether a value is one finite number of zero or more."""
    return isinstance(value, int | float | np.number) and bool(0 <= float(value) < np.inf)


def one_column(value: object, name: str) -> None:
    """Raise unless an option names one column, or none."""
    if value is not None and not isinstance(value, str):
        raise EstimationError(
            f"{name}= takes the name of one column",
            code="RE-M30",
            do="Name one as text; join several into one column first, for example "
            "df['arm'] + ' ' + df['sex'].",
        )


def is_word(value: object, known: Iterable[object]) -> bool:
    """Return whether a value is one of the words known; anything but text is none of them."""
    return isinstance(value, str) and value in known


def check_option(name: str, value: object, allowed: Iterable[str]) -> None:
    """Raise unless the value of an option is one of those allowed."""
    known = tuple(allowed)
    if not is_word(value, known):
        raise EstimationError(
            f"There is no such choice of {name}=",
            code="RE-M30",
            do=f"Use one of: {', '.join(known)}.{nearest(str(value), known)}",
        )

"""How many blank items a score may have: the manual's rule, or the user's own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.instruments.instrument import Instrument, ScaleRule

Most = int | Mapping[str, int] | None
WHOSE = {
    "read": "published rule",
    "unverified": "published rule, not checked",
    "house": "rule of the instrument's file",
}


def most_missing(
    values: np.ndarray, instrument: Instrument, rule: ScaleRule, given: Most
) -> tuple[int, str]:
    """Return the number of blank items a score may have, and whose rule that is.

    Values have shape (forms, items). Where no source gives a rule and a form
    needs one, the caller has to say it.
    """
    _refuse_unknown(given, instrument)
    own = given.get(rule.name) if isinstance(given, Mapping) else given
    if own is not None:
        return _allowed(own, rule), "rule of the caller"
    if rule.most_missing.value is not None:
        most = int(float(rule.most_missing.value))
        return most, WHOSE[rule.most_missing.standing]
    blank = np.isnan(values[:, [item - 1 for item in rule.items]])
    some = int((blank.any(axis=1) & ~blank.all(axis=1)).sum())
    if some:
        raise SchemaError(
            f"{some} forms of {instrument.name} have blank items in '{rule.name}', and no source "
            "gives a rule for them",
            code="RE-Q07",
            do="Say how many items may be blank: most_missing=0 leaves such forms without a "
            "score, most_missing=1 lets one blank item stand for the mean of the person's others.",
            rows=some,
        )
    return 0, "complete forms"


def _refuse_unknown(given: Most, instrument: Instrument) -> None:
    """Refuse a rule for a scale that does not exist."""
    unknown = set(given) - set(instrument.scales) if isinstance(given, Mapping) else set()
    if unknown:
        raise SchemaError(
            f"most_missing names {len(unknown)} scales that {instrument.name} does not have",
            code="RE-Q07",
            do=f"Use {', '.join(instrument.scales)}."
            + nearest(str(next(iter(unknown))), instrument.scales),
        )


def _allowed(own: object, rule: ScaleRule) -> int:
    """Refuse a number of blank items that leaves nothing to score."""
    whole = isinstance(own, (int, np.integer)) and not isinstance(own, bool)
    if not whole or not 0 <= int(own) < len(rule.items):  # type: ignore[call-overload]
        raise SchemaError(
            f"most_missing does not fit the {len(rule.items)} items of '{rule.name}'",
            code="RE-Q07",
            do=f"Give a whole number from 0 to {len(rule.items) - 1}.",
        )
    return int(own)  # type: ignore[call-overload, no-any-return]

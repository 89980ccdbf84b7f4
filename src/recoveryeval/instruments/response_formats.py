"""Which format answers are stored in: said by the caller, and held against what is seen."""

from __future__ import annotations

import numpy as np

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.instruments.instrument import Instrument, ResponseFormat

ENOUGH_FORMS = 20
ENOUGH_SHIFTED = 3  # forms with an answer outside the range
MOST_OUTSIDE = 0.05  # share of answers that may be typing errors


def chosen_format(instrument: Instrument, name: str | None) -> ResponseFormat:
    """Return the format that was named; the only one where there is one."""
    if name is None and len(instrument.formats) == 1:
        return next(iter(instrument.formats.values()))
    if name is None:
        told = "; ".join(f"'{f.name}': {f.meaning}" for f in instrument.formats.values())
        raise SchemaError(
            f"Answers to {instrument.name} are stored in {len(instrument.formats)} ways that give "
            "different scores, and the numbers alone do not tell which",
            code="RE-Q03",
            do=f"Look at the form and say response_format=. {told}.",
        )
    if name not in instrument.formats:
        raise SchemaError(
            f"{instrument.name} has no such response format",
            code="RE-Q03",
            do=f"Use one of {', '.join(instrument.formats)}." + nearest(name, instrument.formats),
        )
    return instrument.formats[name]


def refuse_other_format(raw: np.ndarray, instrument: Instrument, form: ResponseFormat) -> None:
    """Refuse answers that fit another format of the instrument better; shape (forms, items)."""
    seen = raw[np.isfinite(raw)]
    if len(seen) == 0:
        return
    refuse_two_units(seen, instrument, form.minimum, form.maximum)
    _refuse_shifted(raw, instrument, form)
    if len(raw) < ENOUGH_FORMS:
        return
    outside = _outside(seen, form)
    for other in instrument.formats.values():
        narrower = other.maximum - other.minimum < form.maximum - form.minimum
        better = outside > MOST_OUTSIDE and _outside(seen, other) == 0
        if other is not form and (better or (narrower and _outside(seen, other) == 0)):
            raise SchemaError(
                f"Nearly all answers to {instrument.name} lie in the range of the format "
                f"'{other.name}', not in that of '{form.name}'",
                code="RE-Q04",
                do="Check how answers were stored, then name that format. Where the file mixes "
                "two formats, split it first.",
                rows=len(raw),
            )


def _refuse_shifted(raw: np.ndarray, instrument: Instrument, form: ResponseFormat) -> None:
    """Refuse forms (n, items) all of whose answers are possible once each is one higher or lower.

    A few forms are not enough to tell that from typing errors.
    """
    seen, odd = raw[np.isfinite(raw)], (raw < form.minimum) | (raw > form.maximum)
    few = int(odd.any(axis=1).sum()) < ENOUGH_SHIFTED
    if few or not form.whole or _outside(seen, form) <= MOST_OUTSIDE:
        return
    for step, word, first in ((1, "lower", form.minimum - 1), (-1, "higher", form.minimum + 1)):
        if _outside(seen + step, form) == 0:
            raise SchemaError(
                f"Answers to {instrument.name} look stored one {word} than the form prints them: "
                f"all of them lie between {first:g} and {form.maximum - step:g}, and the format "
                f"'{form.name}' runs from {form.minimum:g} to {form.maximum:g}",
                code="RE-Q04",
                do="Check how answers were stored, and shift them in the source. Where the number "
                "outside stands for no answer, make it blank first.",
                rows=len(raw),
            )


def refuse_two_units(
    seen: np.ndarray, instrument: Instrument, minimum: float, maximum: float
) -> None:
    """Refuse percentages (n,) that hold answers between 0 and 1 as well."""
    if (minimum, maximum) != (0.0, 100.0) or len(seen) == 0:
        return
    parts = (seen > 0) & (seen < 1)
    if parts.any() or (0 < seen.max() <= 1 and len(seen) > instrument.n_items):
        raise SchemaError(
            f"Answers to {instrument.name} are percentages, and {int(parts.sum())} lie between "
            "0 and 1: some may have been stored as shares",
            code="RE-Q05",
            do="Multiply the shares by 100 in the source that holds them.",
            rows=int(parts.sum()) or len(seen),
        )


def _outside(seen: np.ndarray, form: ResponseFormat) -> float:
    """Return the share of answers that a format does not allow."""
    wrong = (seen < form.minimum) | (seen > form.maximum)
    if form.whole:
        wrong |= seen != np.round(seen)
    return float(wrong.mean())

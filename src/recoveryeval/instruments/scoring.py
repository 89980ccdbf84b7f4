"""Scores of forms from their answers, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.instruments.instrument import Instrument, ResponseFormat, ScaleRule


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers inside their range, and how many others were set aside.

    ``values`` has shape (forms, items), NaN where blank or set aside;
    ``outside`` has the same shape, True where an answer was no possible one.
    """

    values: np.ndarray
    outside: np.ndarray


@dataclass(frozen=True, slots=True)
class Scored:
    """One scale of every form, shape (forms,): score, answered items, why it is absent."""

    value: np.ndarray
    n_answered: np.ndarray
    prorated: np.ndarray
    missing: np.ndarray


def possible(raw: np.ndarray, form: ResponseFormat) -> Answers:
    """Set aside answers that the format does not allow; raw has shape (forms, items)."""
    outside = np.isfinite(raw) & ((raw < form.minimum) | (raw > form.maximum))
    if form.whole:
        outside |= np.isfinite(raw) & (raw != np.round(raw))
    outside |= np.isinf(raw)
    return Answers(np.where(outside, np.nan, raw), outside)


def counted(values: np.ndarray, rule: ScaleRule, form: ResponseFormat) -> np.ndarray:
    """Return what possible answers count as, items turned; shape (forms, items of the instrument).

    An item that the format stores upside down is turned as it is stored; one
    whose wording runs the other way is turned in points.
    """
    points = _turned(values, form.reversed, form.minimum + form.maximum)
    if form.points:
        place = np.nan_to_num(points - form.minimum).astype(np.int64)
        points = np.where(np.isnan(points), np.nan, np.asarray(form.points)[place])
    return _turned(points, rule.reversed, form.lowest + form.highest)


def _turned(values: np.ndarray, items: frozenset[int], ends: float) -> np.ndarray:
    """Turn items upside down between two ends that add up to ``ends``; shape (forms, items)."""
    out = values.copy()
    columns = [item - 1 for item in sorted(items)]
    out[:, columns] = ends - out[:, columns]
    return out


def scored(
    answers: Answers, instrument: Instrument, rule: ScaleRule, form: ResponseFormat, most: int
) -> Scored:
    """Score one scale; up to ``most`` blank items stand for the person's mean of the others."""
    values = counted(answers.values, rule, form)[:, [item - 1 for item in rule.items]]
    answered = np.isfinite(values)
    n_answered = answered.sum(axis=1)
    n_items = len(rule.items)
    form_blank = np.isnan(answers.values).sum(axis=1)
    too_few = (n_items - n_answered > most) | (n_answered == 0)
    too_few |= form_blank > (instrument.form_most_missing or 0)
    total = np.where(answered, values, 0.0).sum(axis=1)
    mean = np.divide(total, n_answered, out=np.full(len(total), np.nan), where=n_answered > 0)
    whole = total if rule.combine == "sum" else mean
    prorated = mean * n_items if rule.combine == "sum" else mean
    raw = np.where(n_answered == n_items, whole, prorated)
    value = np.where(too_few, np.nan, rule.add + rule.multiply * raw)
    return Scored(
        value=value,
        n_answered=n_answered,
        prorated=~too_few & (n_answered < n_items),
        missing=_why(too_few, n_answered, answers.outside),
    )


def _why(too_few: np.ndarray, n_answered: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """Say why a score is absent, an empty text where it is there; shape (forms,)."""
    why = np.where(n_answered == 0, "no_answers", "too_few_answers")
    why = np.where(outside.any(axis=1), "out_of_range", why)
    return np.where(too_few, why, "")


def item_rest(values: np.ndarray) -> np.ndarray:
    """Return each item's correlation with the sum of the others, shape (items,).

    Only complete forms count; NaN where an item or its rest does not vary.
    """
    whole = values[np.isfinite(values).all(axis=1)]
    if len(whole) < 3:
        return np.full(values.shape[1], np.nan)
    rest = whole.sum(axis=1, keepdims=True) - whole
    item = whole - whole.mean(axis=0)
    other = rest - rest.mean(axis=0)
    spread = np.sqrt((item**2).sum(axis=0) * (other**2).sum(axis=0))
    product = (item * other).sum(axis=0)
    tiny = spread <= 1e-12 * np.maximum(1.0, (whole**2).sum(axis=0))
    return np.where(tiny, np.nan, product / np.where(tiny, 1.0, spread))

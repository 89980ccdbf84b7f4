"""Scores of an instrument from the answers to its items."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.instruments.answer_numbers import answers_in, column_names
from recoveryeval.instruments.answer_words import words_told
from recoveryeval.instruments.instrument import Instrument, ResponseFormat
from recoveryeval.instruments.instrument_file import load_instrument
from recoveryeval.instruments.item_columns import Items, item_numbers
from recoveryeval.instruments.missing_items import most_missing as most_of
from recoveryeval.instruments.response_formats import chosen_format, refuse_other_format
from recoveryeval.instruments.score_checks import (
    outside_check,
    scale_checks,
    terms_checks,
    unused_check,
    unverified_check,
)
from recoveryeval.instruments.scores import COLUMNS, Scores
from recoveryeval.instruments.scoring import Scored, possible, scored
from recoveryeval.results.check import Check


def score_items(
    data: pd.DataFrame,
    instrument: str | Path,
    *,
    items: Items | None = None,
    response_format: str | None = None,
    most_missing: int | Mapping[str, int] | None = None,
    codes: Mapping[str, float] | Mapping[str, Mapping[str, float]] | None = None,
) -> Scores:
    """Turn answers to a questionnaire into its scores, by the rule of its manual.

    The quantity is each form's score on every scale of the instrument.

    Parameters
    ----------
    data : DataFrame
        One row per form, one column per item.
    instrument : str or Path
        Name of an instrument that the package holds, or the path of your own
        ``.toml`` file.
    items : mapping of str to int or None
        Item number of each column. None takes the last number in each column's
        name, when those are exactly the items of the instrument.
    response_format : str or None
        How answers are stored, where the instrument knows several ways. It is
        never guessed.
    most_missing : int, mapping of str to int or None
        How many items may be blank and stand for the mean of the person's
        others; by scale in a mapping. None takes the published rule, and asks
        where there is none.
    codes : mapping of str to float, mapping of str to such mappings, or None
        The number that the form gives each answer in words, for label exports;
        by column where items differ. None takes the words that an instrument's
        file holds as ``labels``.

    Returns
    -------
    Scores
        ``table`` has ``form, scale, value, n_items, n_answered, rule, missing``.

    Raises
    ------
    SchemaError
        When columns cannot be told apart, a column holds other text, the format is
        not said or contradicts the answers, or blank items meet no rule.

    Notes
    -----
    With k of m items answered, the sum is ``m`` times the mean of the k, after
    items were turned: ``minimum + maximum - answer``. An answer outside the
    format's range counts as blank and is counted in ``checks()``.

    References
    ----------
    Bell ML, Fairclough DL, Fiero MH, Butow PN (2016). doi:10.1186/s13104-016-2284-z

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> form = pd.DataFrame([[3, 3, 2, 4, 3, 3, 2, 3, 3, 4]])
    >>> form.columns = [f"gse_{item}" for item in range(1, 11)]
    >>> rv.score_items(form, "GSE").table[["scale", "value", "n_answered"]]
       scale  value  n_answered
    0  total   30.0          10
    """
    chosen = load_instrument(instrument)
    form = chosen_format(chosen, response_format)
    raw = _numbers(data, chosen, form, (items, codes))
    refuse_other_format(raw, chosen, form)
    return scores_of(raw, data.index, chosen, form=form, most_missing=most_missing)


def scores_of(
    raw: np.ndarray,
    labels: pd.Index,
    instrument: Instrument,
    *,
    form: ResponseFormat,
    most_missing: int | Mapping[str, int] | None,
    only: str | None = None,
) -> Scores:
    """Score answers of shape (forms, items), whose format is known to be right.

    ``only`` names the one scale that is wanted.
    """
    answers = possible(raw, form)
    frames: list[pd.DataFrame] = []
    checks: list[Check] = [*terms_checks(instrument), *outside_check(instrument, answers)]
    checks += unused_check(instrument, answers, form)
    for rule in (r for r in instrument.scales.values() if only in (None, r.name)):
        most, whose = most_of(answers.values, instrument, rule, most_missing)
        found = scored(answers, instrument, rule, form, most)
        frames.append(_rows(rule.name, len(rule.items), found, labels, f"{whose}: {most} blank"))
        checks += scale_checks(rule, found, answers, form, whose)
    table = pd.concat(frames, ignore_index=True)[list(COLUMNS)]
    return Scores(instrument, table, tuple(checks + unverified_check(instrument)))


def _rows(scale: str, n_items: int, found: Scored, labels: pd.Index, rule: str) -> pd.DataFrame:
    """Return one scale as rows."""
    frame = pd.DataFrame({"form": labels, "value": found.value, "n_answered": found.n_answered})
    frame["missing"] = pd.array(found.missing, dtype="string")
    frame["rule"] = pd.array([rule] * len(labels), dtype="string")
    return frame.assign(scale=pd.array([scale] * len(labels), dtype="string"), n_items=n_items)


def _numbers(
    data: pd.DataFrame, instrument: Instrument, form: ResponseFormat, told: tuple[Items | None, Any]
) -> np.ndarray:
    """Return answers as an array of shape (forms, items); told are item numbers and codes."""
    numbers = item_numbers(column_names(data), instrument, told[0])
    in_order = sorted(numbers, key=lambda name: numbers[name])
    yes_is_one = (form.minimum, form.maximum) == (0, 1)
    words = words_told(told[1], form, in_order)
    return answers_in(data, in_order, yes_is_one=yes_is_one, words=words)

"""Whether the parts of an instrument's file fit each other: ranges, rules, forms scored by hand."""

from __future__ import annotations

import math

import numpy as np

from recoveryeval.instruments.file_keys import refusal
from recoveryeval.instruments.instrument import Instrument, ResponseFormat, ScaleRule, Worked
from recoveryeval.instruments.scoring import possible, scored

NEAR = 1e-6  # of the range: decimals in a file are rounded
SHARES = ("reliability", "retest_reliability")


def check_file(tool: Instrument) -> None:
    """Refuse a file whose parts contradict each other."""
    if not tool.formats or not tool.scales:
        raise refusal("The instrument has no format or no scale", "Give at least one of each.")
    if not tool.name.strip() or tool.n_items < 1:
        raise refusal("The instrument has no name or no items", "Give 'name' and 'items'.")
    if not 0 <= (tool.form_most_missing or 0) <= tool.n_items:
        raise refusal(
            "'form_most_missing' is no possible number of items",
            f"Give a whole number from 0 to {tool.n_items}.",
        )
    for rule in tool.scales.values():
        _check_range(tool, rule)
        _check_facts(tool, rule)
    for form in tool.worked:
        _check_worked(tool, form)


def _check_range(tool: Instrument, rule: ScaleRule) -> None:
    """Refuse a range of scores that answers cannot make, or that they leave."""
    made = [score_range(rule, form) for form in tool.formats.values()]
    near = NEAR * max(1.0, abs(rule.minimum), abs(rule.maximum))
    inside = all(low >= rule.minimum - near and high <= rule.maximum + near for low, high in made)
    widest = (min(low for low, _ in made), max(high for _, high in made))
    reached = np.allclose(widest, (rule.minimum, rule.maximum), rtol=0, atol=near)
    if not inside or not reached or not rule.minimum < rule.maximum:
        raise refusal(
            f"The range of 'scales.{rule.name}' is not the one its answers make",
            f"By its items, 'combine', 'multiply' and 'add' scores run from {widest[0]:g} to "
            f"{widest[1]:g}: correct 'minimum' and 'maximum', or the scoring.",
        )


def score_range(rule: ScaleRule, form: ResponseFormat) -> tuple[float, float]:
    """Return the lowest and the highest score that answers in a format can make."""
    times = len(rule.items) if rule.combine == "sum" else 1
    ends = [rule.add + rule.multiply * times * end for end in (form.lowest, form.highest)]
    return min(ends), max(ends)


def _check_facts(tool: Instrument, rule: ScaleRule) -> None:
    """Refuse a reliability that is none, and a figure of a format that does not exist."""
    for name, fact in {**tool.facts, **rule.facts}.items():
        if fact.response_format and fact.response_format not in tool.formats:
            raise refusal(f"'{name}' names a format that does not exist", "Correct 'format'.")
        if name not in SHARES or not fact.known:
            continue
        if isinstance(fact.value, str) or not 0 < float(fact.value or 0) <= 1:
            raise refusal(f"'{name}' lies not between 0 and 1", "Give it as a share, such as 0.85.")


def _check_worked(tool: Instrument, form: Worked) -> None:
    """Refuse a form scored by hand that the rules of the file score otherwise."""
    name = form.response_format or next(iter(tool.formats))
    unknown = set(form.scores) - set(tool.scales)
    if name not in tool.formats or unknown or len(form.answers) != tool.n_items:
        raise refusal(
            "A form in 'worked' does not fit the instrument",
            f"Give {tool.n_items} answers ('' is blank), a format and scales that exist.",
        )
    raw = np.array([[np.nan if a is None else a for a in form.answers]], dtype="float64")
    answers = possible(raw, tool.formats[name])
    for scale, score in form.scores.items():
        rule = tool.scales[scale]
        most = form.most_missing if form.most_missing is not None else _most(rule)
        made = float(scored(answers, tool, rule, tool.formats[name], most).value[0])
        told = math.nan if score is None else score
        if not math.isclose(made, told, rel_tol=1e-6, abs_tol=0.006) and not (
            math.isnan(made) and math.isnan(told)
        ):
            raise refusal(
                f"A form in 'worked' has another score on '{scale}' by hand than by the file",
                f"The file's rules give {'no score' if math.isnan(made) else f'{made:g}'}: correct "
                "the form, or the rules.",
            )


def _most(rule: ScaleRule) -> int:
    """Return how many items a scale's own rule lets be blank."""
    return int(float(rule.most_missing.value or 0))

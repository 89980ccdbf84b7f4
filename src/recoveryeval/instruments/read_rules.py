"""From the tables of an instrument's file to its formats, scales and facts."""

from __future__ import annotations

import math
from typing import Literal, cast

from recoveryeval.instruments.fact import Fact, Standing
from recoveryeval.instruments.file_keys import Keys, refusal
from recoveryeval.instruments.instrument import ResponseFormat, ScaleRule, Worked

STANDINGS = ("read", "unverified", "house")


def fact(held: object, place: str) -> Fact:
    """Return a figure with its source, or the reason why there is none."""
    return fact_in(Keys(held, place))


def fact_in(keys: Keys) -> Fact:
    """Return the figure that the keys left in a table describe."""
    place = keys.place
    value: float | str | None = None
    if keys.has("value"):
        raw = keys.rest_value("value")
        if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
            raise refusal(f"'value' in '{place}' is not of the right type", "Give a number.")
        value = raw if isinstance(raw, str) else float(raw)
    found = Fact(
        value=value,
        meaning=keys.take("meaning", str, ""),
        source=keys.take("source", str, ""),
        standing=cast("Standing", keys.one_of("standing", STANDINGS, "unverified")),
        reason=keys.take("reason", str, ""),
        response_format=keys.take("format", str, ""),
    )
    keys.done()
    if value is None and not found.reason:
        raise refusal(
            f"'{place}' has neither a value nor a reason",
            "Give the value with its source, or say why there is none.",
        )
    return found


def response_format(name: str, held: object, n_items: int) -> ResponseFormat:
    """Return one way in which answers are stored."""
    keys = Keys(held, f"formats.{name}")
    found = ResponseFormat(
        name=name,
        minimum=keys.take("minimum", float),
        maximum=keys.take("maximum", float),
        whole=keys.take("whole", bool, True),
        meaning=keys.take("meaning", str),
        reversed=frozenset(_items(keys, "reversed", n_items, [])),
        points=tuple(numbers(keys, "points")),
        labels=_labels(keys),
    )
    keys.done()
    ends = (found.minimum, found.maximum)
    if not found.minimum < found.maximum or not all(map(math.isfinite, ends)):
        raise refusal(f"'{keys.place}' has no range", "Give minimum below maximum.")
    if found.whole and any(end != round(end) for end in ends):
        raise refusal(
            f"'{keys.place}' has whole answers and ends that are not whole",
            "Give whole ends, or say whole = false.",
        )
    _check_answers(found, keys.place)
    return found


def _check_answers(found: ResponseFormat, place: str) -> None:
    """Refuse points or labels that are not those of every whole answer."""
    steps = found.maximum - found.minimum + 1
    if found.points and (not found.whole or len(found.points) != steps):
        raise refusal(
            f"'points' in '{place}' does not name what each answer counts as",
            "Give one number for every whole answer from minimum to maximum.",
        )
    if found.labels and (not found.whole or len(found.labels) != steps):
        raise refusal(
            f"'labels' in '{place}' does not name each answer",
            "Give the words of every whole answer from minimum to maximum, in this order.",
        )


def _labels(keys: Keys) -> tuple[str, ...]:
    """Return the words of the answers, each once whatever its case."""
    held = keys.take("labels", list, [])
    good = all(isinstance(word, str) and word.strip() for word in held)
    if not good or len({" ".join(word.split()).casefold() for word in held}) != len(held):
        raise refusal(
            f"'labels' in '{keys.place}' holds a blank, something that is no text, or a word twice",
            "Give each answer words of its own.",
        )
    return tuple(held)


def scale_rule(name: str, held: object, n_items: int) -> ScaleRule:
    """Return how one score follows from items."""
    keys = Keys(held, f"scales.{name}")
    items = _items(keys, "items", n_items, list(range(1, n_items + 1)))
    found = ScaleRule(
        name=name,
        title=keys.take("title", str, name),
        items=items,
        reversed=frozenset(_items(keys, "reversed", n_items, [])),
        combine=cast("Literal['sum', 'mean']", keys.one_of("combine", ("sum", "mean"))),
        multiply=keys.take("multiply", float, 1.0),
        add=keys.take("add", float, 0.0),
        minimum=keys.take("minimum", float),
        maximum=keys.take("maximum", float),
        most_missing=fact(keys.take("most_missing", dict), f"scales.{name}.most_missing"),
        facts=facts(keys.take("facts", dict, {}), f"scales.{name}.facts"),
    )
    keys.done()
    if not all(map(math.isfinite, (found.multiply, found.add, found.minimum, found.maximum))):
        raise refusal(f"'{keys.place}' holds something that is no number", "Correct it.")
    _check_missing(found, keys.place)
    return found


def facts(held: dict[str, object], place: str) -> dict[str, Fact]:
    """Return the figures of one table."""
    return {name: fact(each, f"{place}.{name}") for name, each in held.items()}


def numbers(keys: Keys, key: str) -> list[float]:
    """Return a list of numbers, empty where the key is absent."""
    held = keys.take(key, list, [])
    good = all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in held)
    if not good or not all(math.isfinite(n) for n in held):
        raise refusal(f"'{key}' in '{keys.place}' holds something that is no number", "Correct it.")
    return [float(n) for n in held]


def worked(held: object, place: str) -> Worked:
    """Return one form scored by hand; an empty text stands for a blank or an absent score."""
    keys = Keys(held, place)
    answers = tuple(_number_or_blank(each, place) for each in keys.take("answers", list))
    scores = keys.take("scores", dict)
    said = keys.take("most_missing", int) if keys.has("most_missing") else None
    found = Worked(
        case=keys.take("case", str),
        response_format=keys.take("format", str, " ").strip(),
        answers=answers,
        scores={name: _number_or_blank(score, place) for name, score in scores.items()},
        steps=keys.take("steps", str),
        most_missing=said,
    )
    keys.done()
    return found


def _check_missing(rule: ScaleRule, place: str) -> None:
    """Refuse a rule that lets every item be blank, or items that are reversed but not held."""
    most = rule.most_missing.value
    if isinstance(most, str) or (most is not None and most not in range(len(rule.items))):
        raise refusal(
            f"'{place}' lets an impossible number of items be blank",
            "Give a whole number from zero to one less than the number of items.",
        )
    if not rule.reversed <= set(rule.items):
        raise refusal(f"'{place}' reverses items it does not hold", "Correct 'reversed'.")


def _items(keys: Keys, key: str, n_items: int, default: list[int]) -> tuple[int, ...]:
    """Return item numbers, each from 1 to the number of items and none twice."""
    held = keys.take(key, list, default) if default or keys.has(key) else []
    good = all(type(item) is int and 1 <= item <= n_items for item in held)
    if not good or len(set(held)) != len(held):
        raise refusal(
            f"'{key}' in '{keys.place}' names items that do not exist, or one twice",
            f"Use numbers from 1 to {n_items}.",
        )
    return tuple(held)


def _number_or_blank(each: object, place: str) -> float | None:
    """Return a number, or None for an empty text."""
    if each == "":
        return None
    if isinstance(each, bool) or not isinstance(each, (int, float)) or not math.isfinite(each):
        raise refusal(f"'{place}' holds something that is no number", "Leave blanks as ''.")
    return float(each)

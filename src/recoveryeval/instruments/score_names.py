"""What a recorded score may be called, and in which other ways it may have been made."""

from __future__ import annotations

from recoveryeval.instruments.instrument import Instrument, ScaleRule

ENDINGS = ("totalscore", "sumscore", "score", "total", "sum")


def plain(name: str) -> str:
    """Return a name without case and punctuation."""
    return "".join(c for c in name.casefold() if c.isalnum())


def score_names(instrument: Instrument, scale: str) -> frozenset[str]:
    """Return the plain names of a scale; the instrument's name alone is its main scale."""
    rule = instrument.scales[scale]
    name = plain(instrument.name)
    words = {plain(rule.name), plain(rule.title), name + plain(rule.name)}
    if scale == instrument.main_scale:
        words |= {name, plain(instrument.title), *ENDINGS, *(name + end for end in ENDINGS)}
    return frozenset(words | {word + end for word in words for end in ENDINGS})


def other_ways(rule: ScaleRule) -> dict[str, tuple[float, float]]:
    """Return the ranges of scores made in other ways than by the rule; only sums have any."""
    if rule.combine != "sum":
        return {}
    n = len(rule.items)
    return {
        f"means of its {n} items": (rule.minimum / n, rule.maximum / n),
        "made of items that count one more than here": (rule.minimum + n, rule.maximum + n),
        "made of items that count one less than here": (rule.minimum - n, rule.maximum - n),
    }

"""From an instrument's file to its license and its published classes of a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from recoveryeval.instruments.fact import Fact
from recoveryeval.instruments.file_keys import Keys, refusal
from recoveryeval.instruments.instrument import Bands, License, LicenseKind, ScaleRule
from recoveryeval.instruments.read_rules import fact_in, numbers

KINDS = ("free", "permission", "paid", "unknown")
UNSAID = License("unknown", Fact(None, reason="The file does not say."))


def license_in(held: object | None) -> License:
    """Return what the holder of the rights asks for."""
    if held is None:
        return UNSAID
    keys = Keys(held, "license")
    kind = cast("LicenseKind", keys.one_of("kind", KINDS))
    return License(kind, fact_in(keys))


def bands_in(held: Mapping[str, object], scales: Mapping[str, ScaleRule]) -> dict[str, Bands]:
    """Return the published classes of each scale that has them."""
    absent = set(held) - set(scales)
    if absent:
        raise refusal("'bands' names a scale that does not exist", "Correct its name.")
    return {name: _bands(each, scales[name]) for name, each in held.items()}


def _bands(held: object, rule: ScaleRule) -> Bands:
    """Return the classes of one scale."""
    keys = Keys(held, f"bands.{rule.name}")
    starts = tuple(numbers(keys, "starts"))
    labels = keys.take("labels", list)
    good = len(labels) == len(starts) + 1 and all(isinstance(label, str) for label in labels)
    rising = list(starts) == sorted(set(starts))
    if not good or not rising or not all(rule.minimum < s <= rule.maximum for s in starts):
        raise refusal(
            f"'{keys.place}' does not divide the range of its scale",
            "Give rising 'starts' inside the range, and one more label than starts.",
        )
    found = Bands(starts, tuple(labels), _source(keys))
    keys.done()
    return found


def _source(keys: Keys) -> Fact:
    """Return where the classes come from."""
    standing = keys.one_of("standing", ("read", "unverified", "house"), "unverified")
    return Fact(
        value="classes",
        meaning=keys.take("meaning", str, ""),
        source=keys.take("source", str, ""),
        standing=standing,  # type: ignore[arg-type]
    )

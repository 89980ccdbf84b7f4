"""Blocks with the numbers and anchors that both writers share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recoveryeval.reporting.blocks import Block, Figure, Heading, Table


@dataclass(frozen=True, slots=True)
class Numbered:
    """A block, its anchor, and for tables and figures their label and number."""

    block: Block
    anchor: str = ""
    label: str = ""
    number: int = 0


def numbered(blocks: Sequence[Block]) -> tuple[Numbered, ...]:
    """Return the blocks with 'Table 1', 'Figure 1' counted from the top."""
    counts = {"Table": 0, "Figure": 0, "section": 0}
    items = []
    for block in blocks:
        word = "section" if isinstance(block, Heading) else type(block).__name__
        if word not in counts:
            items.append(Numbered(block))
            continue
        counts[word] += 1
        label = f"{word} {counts[word]}" if isinstance(block, Table | Figure) else ""
        items.append(Numbered(block, f"{word.lower()}-{counts[word]}", label, counts[word]))
    return tuple(items)

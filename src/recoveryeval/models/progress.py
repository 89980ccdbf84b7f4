"""A bar for what takes more than two seconds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")
PATIENCE = 2.0


def with_bar(items: Iterable[Item], what: str, total: int) -> Iterable[Item]:
    """Return the items, with a bar that shows after two seconds and goes when they are done."""
    from tqdm import tqdm

    bar: Iterable[Item] = tqdm(items, desc=what, total=total, delay=PATIENCE, leave=False)
    return bar

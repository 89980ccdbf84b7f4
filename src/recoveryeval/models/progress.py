"""A bar for what takes more than two seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
PATIENCE = 2.0


def with_bar(items: Iterable[Item], what: str, total: int) -> Iterable[Item]:
    """Return the items, with a bar that shows after two seconds and goes when they are done."""
    from tqdm import tqdm

    bar: Iterable[Item] = tqdm(items, desc=what, total=total, delay=PATIENCE, leave=False)
    return bar


@contextmanager
def counted_steps(what: str) -> Iterator[Callable[[], None]]:
    """Give what to call at each step of a search whose length nobody knows.

    The count shows after two seconds, and goes with the search however that ends.
    """
    from tqdm import tqdm

    with tqdm(desc=what, delay=PATIENCE, leave=False, unit=" steps") as bar:

        def step() -> None:
            bar.update()

        yield step

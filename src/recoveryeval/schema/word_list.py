"""One word or several, as an option of a public function."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import RecoveryEvalError


def word_list(
    name: str, value: object, *, error: type[RecoveryEvalError], code: str
) -> tuple[str, ...]:
    """Return the words of an option, none for None; anything but texts is refused."""
    if value is None:
        return ()
    given = [value] if isinstance(value, str) else value
    if isinstance(given, np.ndarray | pd.Series | pd.Index):
        given = given.tolist()
    fine = isinstance(given, list | tuple | set | frozenset)
    if not fine or not all(isinstance(word, str) for word in given):  # type: ignore[attr-defined]
        raise error(
            f"{name} is neither a text nor a list of texts",
            code=code,
            column=name,
            do=f"Write it like {name}='a' or {name}=['a', 'b'].",
        )
    return tuple(given)  # type: ignore[arg-type]


def one_of(value: object, options: Container[Any]) -> bool:
    """Return whether an option is one of these words; what is no text is none of them."""
    return isinstance(value, str) and value in options

"""Text that is there for some rows only."""

from __future__ import annotations

import numpy as np


def only_where(there: np.ndarray, text: np.ndarray | str) -> np.ndarray:
    """Return the text where it is there and None elsewhere, as objects."""
    blank = np.full(len(there), None, dtype=object)
    blank[there] = text if isinstance(text, str) else np.asarray(text, dtype=object)[there]
    return blank

"""Text that an earlier program read in the wrong encoding: counted, never guessed back."""

from __future__ import annotations

import pandas as pd

from recoveryeval.loaders.raw_table import Warned


def mojibake(cells: pd.DataFrame) -> tuple[Warned, ...]:
    """Return one warning per column that holds suspicious letter sequences."""
    found = []
    for column in cells.columns:
        texts = cells[column]
        bad = {text for text in texts.unique() if not text.isascii() and _mangled(text)}
        if bad:
            found.append(
                Warned(
                    "F08",
                    str(column),
                    int(texts.isin(bad).sum()),
                    "Cells look as if text was read in the wrong encoding before this export; they "
                    "are left as they are.",
                )
            )
    return tuple(found)


def _mangled(text: str) -> bool:
    """Say whether a text turns into shorter valid UTF-8 when its letters are taken as bytes."""
    if "\ufffd" in text or any("\x80" <= mark <= "\x9f" for mark in text):
        return True
    for name in ("cp1252", "latin-1"):
        try:
            repaired = text.encode(name).decode("utf-8")
        except UnicodeError:
            continue
        if repaired != text:
            return True
    return False

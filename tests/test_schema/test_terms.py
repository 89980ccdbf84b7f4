"""Terms of a vocabulary, with the source's words beside them."""

from __future__ import annotations

import pandas as pd
from conforming import column, reasons


def test_the_sources_own_words_are_kept_beside_the_term() -> None:
    done = column("contact", "mode", ["phone", "Phone call", "smoke signals", None])
    assert done.frame["mode"].fillna("").tolist() == ["phone", "phone", "", ""]
    assert done.frame["mode_raw"].fillna("").tolist() == ["", "Phone call", "smoke signals", ""]
    assert done.unknown.to_numpy().tolist() == [["mode", "smoke signals", 1]]
    assert reasons(done) == []


def test_the_category_none_is_a_word() -> None:
    done = column("contact", "mode", ["None"])
    assert done.frame["mode_raw"].tolist() == ["None"]


def test_yes_and_no_in_every_spelling() -> None:
    done = column("coach", "certified", ["yes", "N", "TRUE", 1, 0, True, "maybe", None])
    assert done.frame["certified"].dtype == "boolean"
    told = [None if pd.isna(v) else bool(v) for v in done.frame["certified"]]
    assert told == [True, False, True, True, False, True, None, None]
    assert reasons(done) == [(6, "certified", "unreadable_value")]


def test_an_existing_raw_column_is_not_overwritten() -> None:
    done = column("contact", "mode", ["Phone call", "odd"], mode_raw=["by phone", None])
    assert done.frame["mode_raw"].tolist() == ["by phone", "odd"]

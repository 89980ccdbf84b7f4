"""Blocks, and the one formatter that fills sentences and tables."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoveryeval.errors import ReleaseError
from recoveryeval.reporting.blocks import Figure, Table
from recoveryeval.reporting.filling import Column, fill, named, say, tabulate
from recoveryeval.reporting.wording import percent, shown, size

FRAME = pd.DataFrame(
    {
        "group": ["peer", "usual"],
        "n": [1200, 1],
        "estimate": [0.6249, math.nan],
        "conf_low": [0.5, math.nan],
    }
)


def test_a_figure_without_alternative_text_is_refused() -> None:
    with pytest.raises(ReleaseError, match="RE-R11"):
        Figure(b"png", "  ", "A caption")


def test_a_ragged_table_and_one_without_caption_are_refused() -> None:
    with pytest.raises(ReleaseError, match="RE-R10"):
        Table("Caption", ("a", "b"), (("1",),))
    with pytest.raises(ReleaseError, match="RE-R10"):
        Table(" ", ("a",), (("1",),))


def test_text_and_table_show_the_same_cell_alike() -> None:
    template = "{estimate:percent} of {n:count}"
    table = tabulate(
        FRAME, [Column("Group", "{group:text}"), Column("Stay", template)], caption="c"
    )
    sentence = say(f"In all {template}.", FRAME.to_dict("records")[0])
    assert table.rows[0] == ("peer", "62% of 1,200")
    assert sentence.text == "In all 62% of 1,200."


def test_a_missing_estimate_is_said_in_words() -> None:
    table = tabulate(
        FRAME, [Column("Stay", "{estimate:percent} (from {conf_low:percent})")], caption="c"
    )
    assert table.rows[1] == ("not estimable",)
    assert fill("{conf_low:reached}", {"conf_low": math.inf}) == "not reached"


def test_a_value_never_acts_as_a_template() -> None:
    cells = {"group": "{n:count} {0.__class__} %s", "n": 5}
    assert fill("{group:text}", cells) == cells["group"]


def test_cells_of_two_rows_keep_their_names() -> None:
    cells = named(km={"n": 3}, flow={"n": 4})
    assert fill("{km.n:people} of {flow.n:people}", cells) == "3 people of 4 people"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (0.004, "less than 1%"), (0.125, "12%"), (0.996, "more than 99%"), (1, "100%")],
)
def test_percent_never_rounds_something_to_nothing(share: float, words: str) -> None:
    assert percent(share) == words


@given(st.floats(0, 1))
def test_percent_says_none_and_all_only_when_it_is_so(share: float) -> None:
    words = percent(share)
    assert (words == "0%") == (share == 0)
    assert (words == "100%") == (share == 1)


def test_sizes_lose_their_sign_only() -> None:
    assert (size(-12.4), size(0.2), size(0.01)) == ("12", "0.2", "less than 0.1")
    assert shown(1, "people") == "1 person"

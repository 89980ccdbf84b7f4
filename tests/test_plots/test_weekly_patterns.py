"""The heat map of weeks: order, words, no id, and internal only."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import ReleaseError
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.plots.weekly_patterns import order_of

mpl.use("Agg")


def test_people_are_rows_without_ids_and_colors_have_words() -> None:
    frame = pd.DataFrame({"who": ["secret-1", "secret-2", "secret-3"], "w": ["--+o", "+-", "____"]})
    ax = rv.weekly_results(frame, pattern="w", person="who").plot()
    words = [t.get_text() for t in ax.get_legend().get_texts()]
    assert words == ["use", "no use", "due, no result", "not due"]
    text = " ".join(t.get_text() for t in ax.figure.findobj(mpl.text.Text)) + get_alt(ax)
    assert "secret" not in text
    assert "3 people" in get_alt(ax)
    assert "no use 30%" in get_alt(ax)
    assert "internal" in ax.get_title(loc="left")
    drawn = ax.images[0].get_array()
    assert drawn.shape == (3, 4)
    assert drawn[0, 0] == 0
    assert np.ma.getmaskarray(drawn)[0, 2:].all() or np.isnan(np.asarray(drawn)[0, 2:]).all()


def test_early_use_comes_first_and_people_never_tested_last() -> None:
    symbols = np.array([list("--+"), list("ooo"), list("+--"), list("+++"), list("---")])
    assert order_of(symbols).tolist() == [3, 2, 0, 4, 1]


def test_rows_of_people_do_not_leave() -> None:
    tests = rv.weekly_results(pd.DataFrame({"w": ["+-"]}), pattern="w")
    with pytest.raises(ReleaseError):
        tests.plot(profile="public")

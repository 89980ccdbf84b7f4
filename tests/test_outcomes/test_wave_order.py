"""Waves named by words come in the order of time, whatever unit they are said in."""

from __future__ import annotations

import pandas as pd
import pytest

import recoveryeval as rv


@pytest.mark.parametrize(
    "waves",
    [
        ["month 0", "month 3", "month 12"],
        ["0 months", "3 months", "12 months"],
        ["baseline", "6 mo", "12 mo"],
        ["intake", "Week 6", "month 3", "1 year", "18 months"],
        ["day 0", "day 90", "day 180"],
        ["M0", "M3", "M12"],
        ["T1", "T2", "T10"],
    ],
)
def test_words_that_say_a_time_are_ordered_by_it(waves: list[str]) -> None:
    backwards = [(k, wave, 1.0) for k in range(3) for wave in reversed(waves)]
    table = pd.DataFrame(backwards, columns=["id", "wave", "score"])
    own = rv.repeated_measures(table, value="score", person="id", wave="wave")
    assert list(own.data["wave"].cat.categories) == waves


def test_a_covariate_named_n_stays_what_it_is_when_scores_are_imputed() -> None:
    """Only answers of binary() carry a count of their own under that name."""
    rows = [(k, w, k % 5 + w, k % 7) for k in range(40) for w in (0, 3) if w == 0 or k % 4]
    table = pd.DataFrame(rows, columns=["id", "wave", "score", "n"])
    own = rv.repeated_measures(table, value="score", person="id", wave="wave")
    made = rv.impute(own, m=2, rng=1).outcomes[0].data
    assert (made["n"] == made["person"].astype(int) % 7).all()

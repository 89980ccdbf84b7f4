"""paired() from the four cells of a paper: one id per pattern of answers, n= people each."""

from __future__ import annotations

import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError

# R: mcnemar.test(matrix(c(794, 86, 150, 570), 2)), Agresti's ratings of performance
CELLS = {"yes-yes": (1, 1, 794), "yes-no": (1, 0, 150), "no-yes": (0, 1, 86), "no-no": (0, 0, 570)}


def typed() -> pd.DataFrame:
    """Return two rows per pattern, before and after."""
    rows = [(c, w, a, k) for c, (b, e, k) in CELLS.items() for w, a in (("pre", b), ("post", e))]
    return pd.DataFrame(rows, columns=["cell", "survey", "approves", "people"])


def test_four_cells_give_mcnemar_and_the_change() -> None:
    own = rv.binary(typed(), value="approves", person="cell", wave="survey", n="people")
    found = rv.paired(own, before="pre", after="post")
    row = found.tidy().set_index("estimand").loc["change in share"]
    assert row["n"] == 1600
    assert row["estimate"] == pytest.approx((880 - 944) / 1600)
    checks = found.checks().set_index("id")
    assert checks.loc["mcnemar_corrected", "statistic"] == pytest.approx(63**2 / 236)
    assert checks.loc["mcnemar_corrected", "p_value"] == pytest.approx(4.115e-05, rel=1e-3)
    assert checks.loc["mcnemar_chi_square", "statistic"] == pytest.approx(64**2 / 236)


def test_a_pattern_seen_once_counts_as_lost() -> None:
    more = pd.DataFrame({"cell": ["yes-?"], "survey": ["pre"], "approves": [1], "people": [40]})
    table = pd.concat([typed(), more], ignore_index=True)
    own = rv.binary(table, value="approves", person="cell", wave="survey", n="people")
    found = rv.paired(own, before="pre", after="post")
    assert found.glance()["n"].iloc[0] == 1600
    assert found.glance()["denominator"].iloc[0] == 1640


def test_uneven_counts_of_one_pattern_are_refused() -> None:
    table = typed()
    table.loc[0, "people"] = 700
    own = rv.binary(table, value="approves", person="cell", wave="survey", n="people")
    with pytest.raises(EstimationError, match="one id per pattern"):
        rv.paired(own, before="pre", after="post")

"""The truth of a set of effects."""

from __future__ import annotations

from itertools import chain

import pandas as pd

from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.strata import strata
from recoveryeval.synthetic.true_life import true_life
from recoveryeval.synthetic.true_readmission import true_readmission
from recoveryeval.synthetic.true_retention import true_retention
from recoveryeval.synthetic.true_scales import true_scales
from recoveryeval.synthetic.true_use import true_use
from recoveryeval.synthetic.truth import COLUMNS, Truth


def truth_of(effects: Effects) -> Truth:
    """Return what estimates on a synthetic program with these effects converge to.

    Parameters
    ----------
    effects : Effects
        The program's effects.

    Returns
    -------
    Truth
        Its ``table`` has the columns ``estimand``, ``outcome``, ``cause``,
        ``group``, ``contrast``, ``level``, ``time``, ``estimate``, ``method``.
    """
    cells = strata(effects)
    rows = chain(
        true_retention(cells, effects),
        true_readmission(cells, effects),
        true_scales(cells, effects),
        true_use(cells, effects),
        true_life(cells, effects),
    )
    return Truth(pd.DataFrame(list(rows), columns=list(COLUMNS)))

"""How reliable a measure is in one's own sample: its items, its repetition, its raters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import pandas as pd

from recoveryeval.instruments.scoring import item_rest
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.scores.cross_table import cross_table
from recoveryeval.models.scores.reliability_asked import check_asked
from recoveryeval.models.scores.reliability_input import (
    Tool,
    columns_asked,
    numbers_of,
    turned_items,
    two_columns,
)
from recoveryeval.models.scores.reliability_rows import (
    Rows,
    category_rows,
    item_rows,
    score_rows,
)
from recoveryeval.models.scores.reliability_words import (
    estimand_words,
    item_checks,
    left_out,
    words_of,
)
from recoveryeval.results.blank_text import blank_text
from recoveryeval.results.check import Check
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec
from recoveryeval.results.status import worst
from recoveryeval.stats.scales.kappa import Weighting

Of = Literal["items", "scores", "categories"]
COLUMNS = [
    "term", "estimand", "estimate", "std_error", "conf_low", "conf_high", "conf_level", "n",
    "denominator", "status", "method", "reason",
]  # fmt: skip


def reliability(
    data: pd.DataFrame,
    columns: Sequence[str] | None = None,
    *,
    of: Of = "items",
    instrument: str | Path | None = None,
    scale: str | None = None,
    response_format: str | None = None,
    items: Mapping[str, int] | None = None,
    weighting: Weighting = "none",
    conf_level: float = 0.95,
) -> Result:
    """Say how far a score can be trusted: whether items agree, scores repeat, and raters agree.

    The estimand is the share of the variance of scores that is not error, or
    agreement beyond chance.

    Parameters
    ----------
    data : DataFrame
        One row per form or person.
    columns : sequence of str or None
        Items, repeated scores, or the two raters' columns; None takes all, or
        the instrument's items.
    of : {"items", "scores", "categories"}
        Alpha, omega and item statistics; intraclass correlations of scores
        given twice or more, for one score and for the mean of all; or kappa of
        two raters.
    instrument : str, Path or None
        With items: the instrument, so that reversed items are turned first.
    scale : str or None
        Scale of the instrument; None takes its first.
    response_format : str or None
        How answers are stored, where the instrument knows several ways.
    items : mapping of str to int or None
        Item number of each column, where an instrument is named; None takes the
        last number in each column's name.
    weighting : {"none", "linear", "quadratic"}
        Weights of kappa for ordered categories.
    conf_level : float
        Confidence level of the limits, between 0 and 1.

    Returns
    -------
    Result
        Rows by ``term`` (scale, items, scores or categories) and ``estimand``.

    Raises
    ------
    EstimationError
        When fewer than two columns or three complete rows are given, ordered
        weights meet words without an order, answers are not numbers, or options
        do not go together.
    SchemaError
        When columns or answers do not fit the instrument.

    Notes
    -----
    Alpha assumes that items measure one thing equally well; omega lets them
    differ. Neither says whether a score repeats: that is the intraclass
    correlation. Rows with a blank are left out and counted.

    References
    ----------
    Feldt LS (1965). doi:10.1007/BF02289499.
    McGraw KO, Wong SP (1996). doi:10.1037/1082-989X.1.1.30.
    Fleiss JL, Cohen J, Everitt BS (1969). doi:10.1037/h0028106

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> items = pd.DataFrame({"a": [1, 2, 3, 4, 4], "b": [1, 3, 3, 4, 3], "c": [2, 2, 3, 4, 4]})
    >>> float(rv.reliability(items).tidy()["estimate"].iloc[0].round(2))
    0.93
    """
    check_conf_level(conf_level)
    check_asked(of, weighting, instrument, scale, response_format, items)
    tool = Tool(instrument, scale, response_format, items)
    rows, checks, used = _found(data, columns, of, tool, weighting=weighting, conf_level=conf_level)
    table = blank_text(pd.DataFrame(rows, columns=COLUMNS), ("reason", "method"))
    first = str(table["estimand"].iloc[0])
    title, contrast, methods = words_of(of, used, conf_level)
    asked = {"of": of, "instrument": None if instrument is None else Path(instrument).stem,
             "scale": scale, "weighting": weighting, "conf_level": conf_level}  # fmt: skip
    return Result(
        kind="reliability",
        title=title,
        table=table,
        summary=pd.DataFrame({"n": [float(used)], "status": [worst(table["status"])]}),
        spec=make_spec(
            "reliability", asked, columns_asked(data, columns),
            rows_in=len(data), rows_used=used, dropped={"incomplete": len(data) - used},
            libraries=("scipy",),
        ),
        estimand=estimand_words(contrast, len(data) - used),
        methods_text=methods,
        check_rows=(*checks, *left_out(len(data), used)),
        labels={"title": title, "x": first[:1].upper() + first[1:], "y": "", "estimand": first},
    )  # fmt: skip


def _found(
    data: pd.DataFrame,
    columns: Sequence[str] | None,
    of: Of,
    tool: Tool,
    *,
    weighting: Weighting,
    conf_level: float,
) -> tuple[Rows, list[Check], int]:
    """Return rows, checks and how many rows of the data were used."""
    if of == "categories":
        first, second = two_columns(data, columns)
        counts = cross_table(first, second, ordered=weighting != "none")
        return category_rows(counts, weighting, conf_level), [], len(first)
    if of == "scores":
        scores, _ = numbers_of(data, columns)
        return score_rows(scores, conf_level), [], len(scores)
    items, names = turned_items(data, columns, tool)
    rest = item_rest(items)
    return item_rows(items, names, rest, conf_level), item_checks(names, rest), len(items)

"""Who the people are, in three sentences."""

from __future__ import annotations

import pandas as pd

from recoveryeval.analyses.people_served import EVERYONE, WORDS
from recoveryeval.reporting.blocks import Block, Text
from recoveryeval.reporting.filling import fill, named
from recoveryeval.reporting.findings import Findings

_AGE = (
    "Half of them are between {lower_quartile.estimate:whole} and {upper_quartile.estimate:whole} "
    "years old; the middle age is {median.estimate:whole}."
)
_PLAIN = {
    " >= ": " at least ",
    " <= ": " at most ",
    " > ": " above ",
    " < ": " below ",
    " == ": " ",
}


def who_they_are(found: Findings) -> list[Block]:
    """Return age, sex as recorded, and the conditions under which people are included."""
    told: list[str] = []
    if found.people is not None:
        rows = found.people.tidy()
        rows = rows[rows["group"] == EVERYONE]
        told += [*_age(rows), *_answers(rows)]
    if found.flow is not None:
        told.append(f"Included are {plain(found.flow.estimand.population)}.")
    return [Text(" ".join(told))] if told else []


def plain(condition: str) -> str:
    """Return a condition with its signs in words."""
    for sign, words in _PLAIN.items():
        condition = condition.replace(sign, words)
    return condition


def _age(rows: pd.DataFrame) -> list[str]:
    """Return the middle half of ages."""
    own = rows[(rows["term"] == WORDS["age"]) & (rows["estimand"] == "quantile")]
    cells = named(**{row["level"].replace(" ", "_"): row for row in own.to_dict("records")})
    return [fill(_AGE, cells)] if cells else []


def _answers(rows: pd.DataFrame) -> list[str]:
    """Return the shares of the one characteristic that most records hold."""
    own = rows[(rows["term"] == WORDS["sex"]) & (rows["estimand"] == "share") & (rows["n"] > 0)]
    told = [fill("{level:text} {estimate:percent}", row) for row in own.to_dict("records")]
    return [f"Sex as recorded: {'; '.join(told).lower()}."] if told else []

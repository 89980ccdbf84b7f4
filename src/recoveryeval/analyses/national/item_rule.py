"""Which items a domain's rule means, and which of their answers mean yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.analyses.national.rule import Domain, refused
from recoveryeval.outcomes.named_definition import in_words

Values = tuple[Any, ...]


def items_of(response: pd.DataFrame, domain: Domain) -> tuple[dict[str, Values], str]:
    """Return the answers of each item that mean yes, and a name no item of the export has.

    A name may hold ``*``. ``except`` leaves items out; ``beside`` keeps those
    only that have a companion: with ``"Route"``, ``AlcoholDays`` needs
    ``AlcoholRoute``.
    """
    clauses: Mapping[str, Any] = domain.told.get("all", domain.told.get("any", {}))
    known = [str(name) for name in response["item"].dropna().unique()]
    out = [str(name) for name in domain.told.get("except", ())]
    kept = [name for name in known if not any(_like(name, pattern) for pattern in out)]
    found: dict[str, Values] = {}
    for pattern, allowed in clauses.items():
        own = [name for name in kept if _like(name, pattern)]
        if "beside" in domain.told:
            own = _accompanied(own, known, pattern, str(domain.told["beside"]))
        if not own:
            return {}, pattern
        values = _values(allowed, domain)
        found |= dict.fromkeys(own, values)
    return found, ""


def answered(response: pd.DataFrame, items: Mapping[str, Values]) -> pd.DataFrame:
    """Return the answers to the items: ``assessment_id``, ``met`` (1, 0, or missing), ``code``.

    A number below zero that the rule does not name is a code for a missing
    answer (``code``), never a no.
    """
    rows = response[response["item"].isin(list(items))].reset_index(drop=True)
    value = rows["value"].to_numpy(dtype="float64", na_value=np.nan)
    texts = rows["label"].astype("string").fillna(rows["value_raw"].astype("string"))
    texts = texts.str.strip().str.lower().fillna("")
    reason = rows["missing"].notna().to_numpy(dtype=bool)  # a text may say why there is no answer
    met = np.full(len(rows), np.nan)
    code = np.zeros(len(rows), dtype=bool)
    for name, allowed in items.items():
        own = (rows["item"] == name).to_numpy(dtype=bool)
        numbers = [float(v) for v in allowed if not isinstance(v, str)]
        words = [v for v in allowed if isinstance(v, str)]
        yes = np.isin(value, numbers) | texts.isin(words).to_numpy(dtype=bool)
        below = (value < 0) & ~yes
        known = ~np.isnan(value) | ((texts != "").to_numpy(dtype=bool) & bool(words))
        known &= ~reason
        met = np.where(own & known & ~below, yes.astype(float), met)
        code |= own & below
    return pd.DataFrame({"assessment_id": rows["assessment_id"], "met": met, "code": code})


def said(domain: Domain, n_items: int) -> str:
    """Return the rule on the items in words."""
    every = "all" in domain.told
    clauses = domain.told["all" if every else "any"]
    rules = [f"{name} = {in_words(list(values))}" for name, values in clauses.items()]
    rules += (
        [f"except {in_words(list(domain.told['except']))}"] if domain.told.get("except") else []
    )
    instrument = domain.told.get("instrument")
    of = f" of {instrument}" if instrument else ""
    which = "every" if every else "any"
    many = f" ({n_items} items)" if n_items > len(clauses) else ""
    joint = "; ".join(rules)
    return f"answers{of}: {joint}{many}" + (f", {which} of them" if n_items > 1 else "")


def _like(name: str, pattern: str) -> bool:
    """Return whether a name fits a pattern, whatever its case and blanks around it."""
    return fnmatchcase(name.strip().casefold(), pattern.casefold())


def _accompanied(own: Sequence[str], known: Sequence[str], pattern: str, beside: str) -> list[str]:
    """Return items whose companion, with another ending, is an item too."""
    ending = len(pattern.rpartition("*")[2])
    all_names = {name.strip().casefold() for name in known}
    return [n for n in own if f"{n.strip()[:-ending]}{beside}".casefold() in all_names]


def _values(allowed: Any, domain: Domain) -> Values:
    """Return answers that mean yes as numbers and small letters."""
    if not isinstance(allowed, Sequence) or isinstance(allowed, str) or not allowed:
        raise refused(
            "The answers that mean yes are no list", domain.id, "Write item = [1], or [2, 3]."
        )
    return tuple(v.strip().lower() if isinstance(v, str) else v for v in allowed)

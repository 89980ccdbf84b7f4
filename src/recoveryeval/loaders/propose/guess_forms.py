"""Which instrument of a REDCap project most likely feeds which table."""

from __future__ import annotations

import pandas as pd

from recoveryeval.loaders.propose.guess import Block, Guess, guess
from recoveryeval.loaders.redcap.dictionary import Dictionary, DictionaryField
from recoveryeval.loaders.redcap.with_dictionary import is_item

_LEAST_ITEMS = 3


def guess_forms(cells: pd.DataFrame, dictionary: Dictionary) -> Guess:
    """Return tables by instrument; one with several items of a scale is a questionnaire."""
    blocks: list[Block] = []
    for form in dictionary.forms:
        fields = [f for f in dictionary.of_form(form) if f.name in cells.columns]
        scored = [f for f in fields if is_item(f)]
        if len(scored) >= max(_LEAST_ITEMS, len(fields) // 2):
            blocks.append(_questionnaire(form, fields, dictionary.record_id))
            continue
        bare = _without_prefix([f.name for f in fields])
        for block in guess(["record id", *bare]).blocks:
            named = {c: bare[h] for c, h in block.columns.items() if h in bare}
            if named and not any(held.table == block.table for held in blocks):
                columns = {"person_id": dictionary.record_id, **named}
                blocks.append(Block(block.table, columns, form))
    return Guess(tuple(blocks))


def _questionnaire(form: str, fields: list[DictionaryField], record_id: str) -> Block:
    """Return an instrument as a questionnaire, with its first date."""
    dates = [f.name for f in fields if f.validation.startswith("date")]
    dated = {"date": dates[0]} if dates else {}
    return Block("assessment", {"person_id": record_id, **dated}, form)


def _without_prefix(names: list[str]) -> dict[str, str]:
    """Return names by what is left without the prefix that all of them share."""
    first = names[0].split("_", 1)[0] + "_" if names else ""
    shared = len(names) > 1 and all(name.startswith(first) for name in names)
    return {name.removeprefix(first) if shared else name: name for name in names}

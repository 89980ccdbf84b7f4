"""One source of a proposed mapping as commented TOML, without a single cell value in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pandas as pd

from recoveryeval.loaders.propose.facts import Facts, facts
from recoveryeval.loaders.propose.guess import Block, Guess
from recoveryeval.loaders.words import plural
from recoveryeval.schema.identifiers import direct_identifiers
from recoveryeval.schema.table_schema import Field, load_table
from recoveryeval.schema.vocabulary import load_vocabulary

_WIDTH = 44


def source_text(name: str, cells: pd.DataFrame, found: Guess, *, redcap: bool = False) -> str:
    """Return the settings and tables of one source; a dictionary knows the codes of REDCap."""
    known = {str(column): facts(cells[column]) for column in cells.columns}
    size = f"# {plural(len(cells), 'data row')}, {plural(len(known), 'column')}."
    lines = [f"[sources.{name}]", size]
    lines += _dates(known, found)
    lines += _identifiers(known, found)
    items = [] if redcap else _items(known, found)
    for block in found.blocks:
        lines += ["", *_opening(name, block, items)]
        lines += [
            _column(block.table, column, known[heading], heading, coded=redcap)
            for column, heading in block.columns.items()
        ]
    return "\n".join([*lines, *_unused(known, found, items, redcap=redcap)]) + "\n"


def _opening(name: str, block: Block, items: Sequence[str]) -> list[str]:
    """Return the first lines of a table; interviews come as a questionnaire with its items."""
    named = [f"form = {quoted(block.form)}"] if block.form else []
    if block.table != "assessment":
        return [f"[sources.{name}.tables.{block.table}]", *named]
    instrument = quoted(block.form.upper() or "name of the instrument")
    lines = [f"[[sources.{name}.items]]", *named, _commented(f"instrument = {instrument}", "check")]
    return [*lines, f"items = [{', '.join(map(quoted, items))}]"] if items else lines


def _items(known: Mapping[str, Facts], found: Guess) -> list[str]:
    """Return the columns that look like items of a questionnaire: few numbers, no place yet."""
    if not found.feeds("assessment"):
        return []
    few = [h for h, told in known.items() if told.few and told.shape == "numbers"]
    return [h for h in few if h not in found.used]


def quoted(text: str) -> str:
    """Return a TOML string."""
    return json.dumps(text, ensure_ascii=False)


def _commented(code: str, words: str) -> str:
    """Return a line of TOML with a comment behind it."""
    return f"{code:<{_WIDTH}}  # {words}"


def _dates(known: Mapping[str, Facts], found: Guess) -> list[str]:
    """Return the question whether the day comes first, where the dates do not tell."""
    doubtful = [h for h in known if known[h].ambiguous and h in found.used]
    if not doubtful:
        return []
    return [
        "# Nothing in these dates tells day from month. Remove the # and say which comes first:",
        "# dayfirst = false",
    ]


def _identifiers(known: Mapping[str, Facts], found: Guess) -> list[str]:
    """Return the columns named like direct identifiers."""
    named = [h for h in direct_identifiers(known) if h not in found.used]
    if not named:
        return []
    listed = ", ".join(quoted(h) for h in named)
    return ["# Named like direct identifiers; their values are never kept:", f"drop = [{listed}]"]


def _column(table: str, column: str, told: Facts, heading: str, *, coded: bool) -> str:
    """Return the line of one column."""
    schema = load_table(table)
    if column not in schema.columns:
        code = f'{column} = {{ column = {quoted(heading)}, type = "number", known_at = "anchor" }}'
        return _commented(code, told.words())
    field = schema.field(column)
    if column in ("birth_year", "zip3"):
        take = "year" if column == "birth_year" else "zip3"
        return _commented(
            f'{column} = {{ column = {quoted(heading)}, take = "{take}" }}', told.words()
        )
    if field.vocabulary and told.few and not coded:
        code = f"{column} = {{ column = {quoted(heading)}, codes = {{}} }}"
        return _commented(code, f"{told.words()}; {_terms(field)}")
    return _commented(f"{column} = {quoted(heading)}", told.words())


def _terms(field: Field) -> str:
    """Return the terms that codes may be given."""
    terms = [*load_vocabulary(field.vocabulary).terms]
    return f'codes = {{ "your code" = "term" }}, terms: {", ".join(terms)}'


def _unused(
    known: Mapping[str, Facts], found: Guess, items: Sequence[str], *, redcap: bool
) -> list[str]:
    """Return the columns that found no place, as comments."""
    own = {h for h in known if redcap and (h.startswith("redcap_") or h.endswith("_complete"))}
    rest = [h for h in known if h not in found.used and h not in own]
    rest = [h for h in rest if h not in direct_identifiers(known) and h not in items]
    if not rest:
        return []
    lines = [
        "",
        "# Columns without a place yet. To use one, write its target before it and drop the #:",
    ]
    return [*lines, *(_commented(f"# = {quoted(h)}", known[h].words()) for h in rest)]

"""How each result was made: methods in words, and the record that lets it be made again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from recoveryeval.reporting.blocks import Block, Heading, Text
from recoveryeval.reporting.filling import Column, tabulate
from recoveryeval.results.result import Result

_OPTION_SHOWN = 120  # letters; a definition written out would fill a page
_HASH_SHOWN = 12


def methods(results: Sequence[Result]) -> list[Block]:
    """Return one paragraph on each method, then what exactly each result estimates."""
    blocks: list[Block] = [Heading("Methods")]
    for kind in dict.fromkeys(result.kind for result in results):
        same = [result for result in results if result.kind == kind]
        blocks.append(Heading(same[0].title if len(same) == 1 else _shared(same), 2))
        blocks += [Text(text) for text in _paragraphs(same)]
        blocks += [Text(result.describe(), "note") for result in same]
    return blocks


def _shared(results: Sequence[Result]) -> str:
    """Return the heading of several results of one kind."""
    return str(min((result.title for result in results), key=len))


def _paragraphs(results: Sequence[Result]) -> list[str]:
    """Return the methods, each once; a text without groups says nothing new beside one with."""
    texts = {result.spec.parameters.get("by"): result.methods() for result in results}
    bare = {text.replace(f", by {by}", "") for by, text in texts.items() if by}
    return list(dict.fromkeys(t for by, t in texts.items() if by or t not in bare))


def record(results: Sequence[Result]) -> list[Block]:
    """Return function, options, rows and versions of each result."""
    frame = pd.DataFrame([_row(result) for result in results])
    columns = [
        Column("Result", "{title:text}", numeric=False),
        Column("Function and options", "{call:text}", numeric=False),
        Column("Rows in", "{rows_in:count}"),
        Column("Used", "{rows_used:count}"),
        Column("Not used, and why", "{dropped:text}", numeric=False),
        Column("Data fingerprint", "{fingerprint:text}", numeric=False),
    ]
    note = (
        "The fingerprint is the start of a SHA-256 hash of the analysis table. The same "
        "fingerprint means the same data, whatever the order of the rows."
    )
    return [
        Heading("Record"),
        tabulate(frame, columns, caption="How each result was made", notes=[note]),
        Text(f"Made with {versions(results)}.", "note"),
    ]


def versions(results: Sequence[Result]) -> str:
    """Return the versions of this package and of the libraries that the results used."""
    found: dict[str, str] = {}
    for result in results:
        found.update({"recoveryeval": result.spec.version}, **result.spec.libraries)
    return ", ".join(f"{name} {number}" for name, number in found.items())


def _row(result: Result) -> dict[str, Any]:
    """Return the record of one result as a row."""
    spec = result.spec
    told = {name: value for name, value in spec.parameters.items() if value is not None}
    options = ", ".join(f"{name}={_option(value)}" for name, value in told.items())
    lost = {reason: count for reason, count in spec.dropped.items() if count}
    silent = spec.rows_in - spec.rows_used - sum(lost.values())
    if silent > 0:
        lost["no weight (n = 0)"] = silent
    dropped = "; ".join(f"{reason}: {count}" for reason, count in lost.items())
    return {
        "title": result.title,
        "call": f"{spec.function}({options})",
        "rows_in": spec.rows_in,
        "rows_used": spec.rows_used,
        "dropped": dropped or "none",
        "fingerprint": spec.input_hash[:_HASH_SHOWN],
    }


def _option(value: Any) -> str:
    """Return an option as it is written in a call; whole definitions stand in the result's file."""
    written = f'"{value}"' if isinstance(value, str) else str(value)
    return written if len(written) <= _OPTION_SHOWN else f"{written[:1]}…{written[-1:]}"

"""Which table a file most likely feeds, by the names of its columns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from recoveryeval.schema.vocabulary import normal

# A table is only proposed if one column of each group was found.
_NEEDS: dict[str, tuple[set[str], ...]] = {
    "contact": ({"date"}, {"status", "minutes", "mode", "service", "coach_id", "units", "code"}),
    "episode": ({"anchor"},),
    "event": ({"start"},),
    "assessment": ({"date"},),
}


@dataclass(frozen=True, slots=True)
class Block:
    """Columns of one table with the heading that names like each, and the instrument if any."""

    table: str
    columns: Mapping[str, str]
    form: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """The tables that a file seems to feed."""

    blocks: tuple[Block, ...] = ()

    @property
    def used(self) -> frozenset[str]:
        """The headings that found a place."""
        return frozenset(h for block in self.blocks for h in block.columns.values())

    def feeds(self, table: str) -> bool:
        """Say whether a table is among them."""
        return any(block.table == table for block in self.blocks)


@cache
def synonyms() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the names that exports give to columns, by table and column."""
    path = files("recoveryeval.loaders.propose") / "synonyms.json"
    body = json.loads(path.read_text(encoding="utf-8"))
    return {
        table: {column: (normal(column), *map(normal, names)) for column, names in columns.items()}
        for table, columns in body["tables"].items()
    }


def guess(headings: Sequence[str]) -> Guess:
    """Return the tables and columns that the headings suggest; an empty one where none do."""
    found = {table: _matches(table, headings) for table in synonyms()}
    person = found["person"].get("person_id")
    if person is None:
        return Guess()
    blocks: list[Block] = []
    main = max(_NEEDS, key=lambda table: _score(table, found[table]))
    if _score(main, found[main]):
        rest = {c: h for c, h in found[main].items() if h != person}
        blocks.append(Block(main, {"person_id": person, **rest}))
    taken = {h for block in blocks for h in block.columns.values()} - {person}
    about = {c: h for c, h in found["person"].items() if h not in taken}
    if main == "episode" or len(about) > 1 or not blocks:
        blocks.append(Block("person", about))
    return Guess(tuple(blocks))


def people_once(guesses: Mapping[Path, Guess]) -> dict[Path, Guess]:
    """Return the guesses without bare lists of ids where another file describes the people."""
    blocks = [block for found in guesses.values() for block in found.blocks]
    if not any(block.table == "person" and len(block.columns) > 1 for block in blocks):
        return dict(guesses)
    return {path: _without_bare_people(found) for path, found in guesses.items()}


def _without_bare_people(found: Guess) -> Guess:
    """Return a guess without a bare list of ids, unless it is all there is."""
    rest = tuple(b for b in found.blocks if b.table != "person" or len(b.columns) > 1)
    return Guess(rest or found.blocks)


def _matches(table: str, headings: Sequence[str]) -> dict[str, str]:
    """Return the first heading that names like each column of a table."""
    plain = {normal(heading): heading for heading in reversed(headings)}
    found: dict[str, str] = {}
    for column, names in synonyms()[table].items():
        hit = next((plain[name] for name in names if name in plain), None)
        if hit is not None and hit not in found.values():
            found[column] = hit
    return found


def _score(table: str, found: Mapping[str, str]) -> int:
    """Return how well the columns fit a table; none without those it cannot do without."""
    return len(found) if all(group & set(found) for group in _NEEDS[table]) else 0

"""Part B of the catalog: identity and keys."""

from __future__ import annotations

from dataclasses import replace

from test_loaders.catalog import Bad
from test_loaders.roster import MAPPING, Export, roster


def twice(n: int, seed: int) -> Export:
    """Return an export in which every row stands twice."""
    export = roster(n, seed)
    return replace(export, rows=[*export.rows, *export.rows])


def two_versions(n: int, seed: int) -> Export:
    """Return an export in which the first stay stands twice, with different fees."""
    export = roster(n, seed)
    first = export.rows[0]
    return replace(export, rows=[*export.rows, [*first[:5], "99.5", first[6]]])


def no_id(n: int, seed: int) -> Export:
    """Return an export whose last row names nobody."""
    export = roster(n, seed)
    return replace(export, rows=[*export.rows, ["", *export.rows[0][1:]]])


TABLES = MAPPING["sources"]["roster"]["tables"]
KEYED = {
    **MAPPING,
    "sources": {
        "roster": {
            "tables": {**TABLES, "episode": {**TABLES["episode"], "episode_id": "client"}},
        }
    },
}

IDS = [
    Bad("I01", twice, reason="duplicate_row"),
    Bad("I02", two_versions, reason="key_conflict", same=False, mapping=KEYED),
    Bad("I07 blank", no_id, reason="missing_key"),
    Bad("I09 blanks", lambda n, s: roster(n, s).changed("client", lambda _, c: f" {c}\u00a0")),
    Bad(
        "I10",
        lambda n, s: roster(n, s).changed("client", lambda _, c: f"'{c}'"),
        repair="quotes_stripped",
    ),
    Bad(
        "I10 Excel",
        lambda n, s: roster(n, s).changed("client", lambda _, c: f'"=""{c}"""'),
        repair="unwrapped_text",
    ),
]

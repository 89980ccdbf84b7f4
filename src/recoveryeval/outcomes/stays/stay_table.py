"""The table of stays as it comes, turned into packed rows where the data live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recoveryeval.outcomes.stays.day_number import day_number
from recoveryeval.outcomes.stays.packed import (
    AGAINST_ADVICE,
    DIED,
    FAR,
    INDEX_KIND,
    OTHER_KIND,
    PLANNED,
    TRANSFER,
    pack,
)
from recoveryeval.outcomes.stays.rules import StayRules

COLUMNS = ("person_id", "start", "end", "type", "planned", "disposition")
NEEDED = ("person_id", "start", "end")
_ENDINGS = (("died", DIED), ("transfer", TRANSFER), ("against_advice", AGAINST_ADVICE))
# id of the check, and words after a number of rows
UNUSABLE = {
    "person_missing": "name no person",
    "start_missing": "have no admission date that can be one",
    "end_before_start": "end before they begin",
    "start_after_extract": "begin after the date the data were drawn",
}


@dataclass(frozen=True, slots=True, eq=False)
class StayTable:
    """Packed stays, and how many rows were set aside for each reason, in one lazy row."""

    stays: Any
    counts: Any


def stay_table(
    data: Any, columns: dict[str, str], rules: StayRules, *, extract_day: int | None = None
) -> StayTable:
    """Return the stays of the kinds that matter as ``person``, ``opens``, ``closes``.

    ``columns`` holds the name of each of ``COLUMNS`` that the table has.
    """
    import narwhals.stable.v2 as nw

    table = nw.from_native(data)
    days = table.select(
        person=nw.col(columns["person_id"]),
        begin=day_number(table, columns["start"]),
        end=day_number(table, columns["end"]),
        admit=_admit(columns, rules),
        leave=_leave(columns, rules),
        kind=_kind(columns, rules),
    ).filter(nw.col("kind") == 1)
    flagged = days.with_columns(**_unusable(extract_day))
    counts = flagged.select(
        rows=nw.len(),
        **{name: nw.col(name).sum() for name in UNUSABLE},
    )
    kept = flagged.filter(*[nw.col(name) == 0 for name in UNUSABLE])
    packed = kept.select(
        "person",
        opens=pack(nw.col("begin").cast(nw.Int64), nw.col("admit")),
        closes=pack(nw.col("end").fill_null(FAR).cast(nw.Int64), nw.col("leave")),
    )
    if rules.gap_days < 0:  # where touching stays stay apart, a row told twice would follow itself
        packed = packed.unique()
    return StayTable(packed.to_native(), counts.to_native())


def _unusable(extract_day: int | None) -> dict[str, Any]:
    """Return for each reason 1 where a row cannot be used."""
    import narwhals.stable.v2 as nw

    shown = nw.col("begin") if extract_day is None else nw.lit(float(extract_day))
    bad = {
        "person_missing": nw.col("person").is_null(),
        "start_missing": nw.col("begin").is_null(),
        "end_before_start": (nw.col("end") < nw.col("begin")).fill_null(value=False),
        "start_after_extract": (nw.col("begin") > shown).fill_null(value=False),
    }
    return {name: nw.when(mask).then(1).otherwise(0) for name, mask in bad.items()}


def _admit(columns: dict[str, str], rules: StayRules) -> Any:
    """Return what keeps an admission from counting, as a code."""
    import narwhals.stable.v2 as nw

    code: Any = nw.lit(0)
    if "type" in columns:
        of_kind = nw.col(columns["type"]).is_in(list(rules.returns))
        code = nw.when(of_kind).then(0).otherwise(OTHER_KIND)
    if "planned" in columns and rules.planned != "count":
        planned = nw.col(columns["planned"]).cast(nw.Boolean).fill_null(value=False)
        code = code + nw.when(planned).then(PLANNED).otherwise(0)
    return code


def _leave(columns: dict[str, str], rules: StayRules) -> Any:
    """Return how a stay ended and whether it is of an index kind, as a code."""
    import narwhals.stable.v2 as nw

    ending: Any = nw.lit(0)
    if "disposition" in columns:
        for name, code in _ENDINGS:
            ending = nw.when(nw.col(columns["disposition"]) == name).then(code).otherwise(ending)
    if "type" not in columns:
        return ending + INDEX_KIND
    of_kind = nw.col(columns["type"]).is_in(list(rules.index))
    return ending + nw.when(of_kind).then(INDEX_KIND).otherwise(0)


def _kind(columns: dict[str, str], rules: StayRules) -> Any:
    """Return 1 for the kinds of stay that the definition looks at."""
    import narwhals.stable.v2 as nw

    if "type" not in columns:
        return nw.lit(1)
    kinds = sorted({*rules.index, *rules.returns})
    return nw.when(nw.col(columns["type"]).is_in(kinds)).then(1).otherwise(0)

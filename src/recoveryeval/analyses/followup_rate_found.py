"""What became of each follow-up that was due, on any data engine."""

from __future__ import annotations

from typing import Any


def interviews_found(interviews: Any, windows: Any) -> Any:
    """Return, for each intake, its interviews inside and outside the window.

    Parameters
    ----------
    interviews : table
        ``unit``, ``day``, ``held`` and ``refused`` (1 or 0), and ``labeled`` (1
        where the row names the wave, 0 where it names none), in any order.
    windows : table
        One row per intake: ``unit``, ``base`` (the day counted from), ``opens``
        and ``closes``, both inside, and ``until``, the last day of the records.

    Returns
    -------
    table
        Of the engine given, for intakes with interviews: ``unit``; ``n_in`` and
        ``n_out``, interviews of the wave held inside and outside the window;
        ``n_unlabeled``, those inside that name no wave; ``n_before``, before
        the day counted from (they count for nothing); ``n_undated``,
        ``n_refused``.

    Notes
    -----
    A row that names no wave counts inside the window only. Rows of one intake on
    one day that say the same are one interview with several questionnaires.
    """
    import narwhals.stable.v2 as nw

    edges = [nw.col(c).cast(nw.Float64) for c in ("base", "opens", "closes", "until")]
    key = ("unit", "day", "held", "refused", "labeled")
    rows = (
        nw.from_native(interviews)
        .with_columns(nw.col("day").cast(nw.Float64))
        .group_by(*key)
        .agg(rows=nw.len())
        .join(nw.from_native(windows).select("unit", *edges), on="unit", how="inner")
    )
    day, held = nw.col("day"), nw.col("held") == 1
    inside = (day >= nw.col("opens")) & (day <= nw.col("closes")) & (day <= nw.col("until"))
    before = day < nw.col("base")
    named = nw.col("labeled") == 1
    dated = ~day.is_null()
    flags = {
        "n_in": held & dated & inside,
        "n_out": held & dated & named & ~inside & ~before,
        "n_unlabeled": held & dated & ~named & inside,
        "n_before": held & dated & named & before,
        "n_undated": held & ~dated & named,
        "n_refused": named & (nw.col("refused") == 1),
    }
    counted = rows.select(
        "unit",
        *[nw.when(f).then(nw.lit(1)).otherwise(nw.lit(0)).alias(name) for name, f in flags.items()],
    )
    return counted.group_by("unit").agg(*[nw.sum(name) for name in flags]).to_native()

"""An id for episodes whose source has none: the person's id and the order of their episodes."""

from __future__ import annotations

import pandas as pd

_MADE = "\x1fmade"  # a name that no column of an export can have
_ORDER = ("anchor", "start", "first_contact", "end", "start_day", "end_day")


def with_episode_ids(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return episodes with an id each; rows alike in all columns are one episode.

    The number counts a person's episodes by date, so it does not depend on the
    order of rows.
    """
    if "episode_id" in frame or "person_id" not in frame:
        return frame, 0
    alike = frame.drop_duplicates()
    first = [name for name in _ORDER if name in frame]
    rest = [name for name in frame.columns if name not in (*first, "person_id")]
    by_text = alike.assign(**{name: alike[name].astype("string") for name in rest})
    ordered = by_text.sort_values([*first, *rest], na_position="last")
    # Ids that differ in case only are one person's; the first spelling in the alphabet names them.
    same = ordered["person_id"].str.casefold()
    number = (ordered.groupby(same, sort=False).cumcount() + 1).astype("Int64").astype("string")
    made = (_first_spelling(ordered["person_id"], same) + "-" + number).reindex(alike.index)
    keyed = alike.assign(**{_MADE: made})
    whole = frame.merge(keyed, on=list(frame.columns), how="left", validate="m:1")[_MADE]
    ids = pd.Series(whole.to_numpy(), index=frame.index, dtype="string")
    done = frame.copy()
    done.insert(0, "episode_id", ids)
    return done, int(ids.notna().sum())


def _first_spelling(ids: pd.Series, same: pd.Series) -> pd.Series:
    """Return for each id the first spelling in the alphabet of those that are the same."""
    listed = ids.sort_values()
    kept = ~same.reindex(listed.index).duplicated()
    table = pd.Series(listed[kept].array, index=same.reindex(listed.index)[kept].array)
    return same.map(table).astype("string")

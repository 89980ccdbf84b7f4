"""Days of people's records counted from the anchor of one of their enrollments."""

from __future__ import annotations

import pandas as pd


def person_rows(frame: pd.DataFrame, rows: pd.DataFrame, *columns: tuple[str, str]) -> pd.DataFrame:
    """Return the rows of each enrollment's person with their days from its anchor.

    ``columns`` are pairs of a date and its day column. A date counts wherever
    there is one; a day counts in the enrollment it belongs to only.

    Parameters
    ----------
    frame : pandas.DataFrame
        Enrollments: ``person_id``, ``episode_id``, ``anchor``.
    rows : pandas.DataFrame
        Rows of a table with ``person_id`` and ``episode_id``.
    *columns : tuple of str
        Date column and day column.

    Returns
    -------
    pandas.DataFrame
        ``place`` (row of ``frame``), the day columns (float), and the other
        columns of ``rows``.
    """
    key = frame[["person_id", "episode_id", "anchor"]].reset_index(drop=True)
    key = key.rename(columns={"episode_id": "_episode", "anchor": "_anchor"})
    met = key.rename_axis("place").reset_index().merge(rows, on="person_id", how="inner")
    own = (met["episode_id"] == met["_episode"]).fillna(False).to_numpy(dtype=bool)
    days = {}
    for date, day in columns:
        counted = (met[date] - met["_anchor"]).dt.days.astype("Float64")
        given = met[day].astype("Float64").where(own)
        days[day] = counted.fillna(given).to_numpy(dtype="float64", na_value=float("nan"))
    return met.drop(columns=["_episode", "_anchor"]).assign(**days)


def episode_rows(frame: pd.DataFrame, rows: pd.DataFrame, day: str = "day") -> pd.DataFrame:
    """Return the rows that belong to each enrollment itself, with ``place`` and a float day."""
    key = frame[["episode_id"]].reset_index(drop=True).rename_axis("place").reset_index()
    met = key.merge(rows, on="episode_id", how="inner")
    return met.assign(**{day: met[day].to_numpy(dtype="float64", na_value=float("nan"))})


def smallest(n: int, place: pd.Series, day: pd.Series) -> pd.Series:
    """Return the smallest day of each of ``n`` places, missing where there is none."""
    return day.groupby(place.to_numpy()).min().reindex(range(n))


def largest(n: int, place: pd.Series, day: pd.Series) -> pd.Series:
    """Return the largest day of each of ``n`` places, missing where there is none."""
    return day.groupby(place.to_numpy()).max().reindex(range(n))

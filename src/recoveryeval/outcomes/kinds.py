"""The kinds of outcome, and the columns that each kind's analysis frame has."""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "time_to_event", "competing", "recurrent", "interval", "repeated", "repeated_cells", "count",
    "binary",
]  # fmt: skip

CONTRACT: dict[str, tuple[str, ...]] = {
    "time_to_event": ("person", "entry", "time", "event", "n", "rule"),
    "competing": ("person", "entry", "time", "cause", "n", "rule"),
    "recurrent": ("person", "start", "stop", "event", "death", "n", "rule"),
    "interval": ("person", "left", "right", "n", "rule"),
    "repeated": ("person", "wave", "day", "value", "missing"),
    "repeated_cells": ("pattern", "n"),
    "count": ("person", "count", "exposure", "n"),
    "binary": ("person", "wave", "value", "n"),
}
# Names that models give to columns of their own, when they take events that recur one by one.
RESERVED: dict[str, tuple[str, ...]] = CONTRACT | {
    "recurrent": (*CONTRACT["recurrent"], "entry", "time", "cause"),
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "time_to_event": ("entry", "time", "event", "n"),
    "competing": ("entry", "time", "cause", "n"),
    "recurrent": ("start", "stop", "event", "n"),
    "interval": ("left", "right", "n"),
    "repeated": ("person", "value"),
    "repeated_cells": ("pattern", "n"),
    "count": ("count", "exposure", "n"),
    "binary": ("value", "n"),
}
CELL_KEY: dict[str, tuple[str, ...]] = {
    "time_to_event": ("entry", "time", "event"),
    "competing": ("entry", "time", "cause"),
    "interval": ("left", "right"),
    "binary": ("value",),
    "count": ("count", "exposure"),
}

"""Golden data sets: the columns R was given, and the values it returned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recoveryeval.stats.survival.cells import Cells, make_cells

FOLDER = Path(__file__).resolve().parent / "golden"


@dataclass(frozen=True)
class Golden:
    data: dict[str, np.ndarray]
    values: dict[str, Any]

    def cells(self) -> Cells:
        columns = {
            k: self.data[k] for k in ("entry", "weight", "stratum", "cluster") if k in self.data
        }
        return make_cells(self.data["time"], self.data["event"], **columns)


def golden(folder: str, name: str) -> Golden:
    found = json.loads((FOLDER / folder / f"{name}.json").read_text())
    data = {k: np.asarray(v) for k, v in found["data"].items() if k != "terms" and v is not None}
    return Golden(data, found["values"] | {"terms": found["data"].get("terms")})


def names(folder: str) -> list[str]:
    return sorted(path.stem for path in (FOLDER / folder).glob("*.json"))

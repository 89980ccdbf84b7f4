"""Results as versioned JSON: the only way they are kept."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.results.check import Check
from recoveryeval.results.curve import Curve
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.frame_json import (
    frame_from_json,
    frame_to_json,
    number_from_json,
    number_to_json,
)
from recoveryeval.results.interval_curve import IntervalCurve
from recoveryeval.results.model import Model
from recoveryeval.results.result import Result
from recoveryeval.results.spec import Spec

FORMAT = "recoveryeval-result/1"
CLASSES: dict[str, type[Result]] = {c.__name__: c for c in (Result, Curve, IntervalCurve, Model)}


def dump(result: Result) -> str:
    """Return a result as JSON text."""
    content = {f.name: _plain(getattr(result, f.name)) for f in fields(result)}
    body = {"format": FORMAT, "class": type(result).__name__, "content": content}
    return json.dumps(body, ensure_ascii=False, allow_nan=False)


def load(text: str) -> Result:
    """Return the result held by JSON text."""
    try:
        body = json.loads(text)
        known = body["format"] == FORMAT and body["class"] in CLASSES
        content = body["content"]
    except (ValueError, TypeError, KeyError):
        known, content, body = False, {}, {}
    if not known:
        raise EstimationError(
            "The text is not a result of this package, or of a later format",
            code="RE-G06",
            do=f"Give text written by to_json with format {FORMAT}.",
        )
    values = {name: _value(value) for name, value in content.items()}
    values["spec"] = Spec(**values["spec"])
    values["estimand"] = Estimand(**values["estimand"])
    values["check_rows"] = tuple(Check(**check) for check in values["check_rows"])
    return CLASSES[body["class"]](**values)


def _plain(value: Any) -> Any:
    """Return a value in terms JSON knows; frames, arrays and odd floats keep their type."""
    if isinstance(value, pd.DataFrame):
        return {"__frame__": frame_to_json(value)}
    if isinstance(value, np.ndarray):
        return {"__array__": _plain(value.tolist()), "dtype": str(value.dtype)}
    if isinstance(value, Spec | Estimand | Check):
        return _plain(asdict(value))
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, np.generic):
        return _plain(value.item())
    return number_to_json(value) if isinstance(value, float) else value


def _value(value: Any) -> Any:
    """Return what ``_plain`` was given."""
    if isinstance(value, list):
        return [_value(v) for v in value]
    if not isinstance(value, dict):
        return value
    if "__float__" in value:
        return number_from_json(value)
    if "__array__" in value:
        return np.array(_value(value["__array__"]), dtype=value["dtype"])
    if "__frame__" in value:
        return frame_from_json(value["__frame__"])
    return {k: _value(v) for k, v in value.items()}

"""Curves and tests between them beside R's golden values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import incidence_sets
import numpy as np
import pandas as pd
from digits_reached import Compared, compared, features_of
from golden_sets import FOLDER

import recoveryeval as rv


def read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def timed(frame: pd.DataFrame) -> Any:
    roles = {role: role for role in ("entry", "person") if role in frame}
    return rv.time_to_event(frame, time="time", event="event", name="event", **roles)


def of_survival() -> Iterator[Compared]:
    """Yield Kaplan-Meier, log-rank and restricted means of tests/golden/survival.R."""
    for path in sorted((FOLDER / "survival").glob("*.json")):
        golden, name = json.loads(path.read_text(encoding="utf-8")), path.stem
        data = golden["input"]
        outcome = timed(pd.DataFrame(data).astype({"group": str}))
        weights = ["weights"] if "weight" in data else []
        asked = {"weights": "weight"} if weights else {}
        expected = golden["curves"]["log-log"]
        curve = rv.kaplan_meier(outcome, "group", **asked).tidy()
        has = features_of(data, *weights)
        inside = curve["estimate"].between(0, 1, inclusive="neither").to_numpy()
        yield compared("kaplan_meier", name, has, curve["estimate"], expected["estimate"])
        for column in ("std_error", "conf_low", "conf_high"):
            theirs = np.array(expected[column], dtype=float)[inside]
            yield compared("kaplan_meier", name, has, curve[column][inside], theirs)
        yield from _tests(golden, name, outcome)
        if "rmst" in golden:
            told = golden["rmst"]
            table = rv.rmst(outcome, "group", horizon=told["horizon"]).tidy()
            means = table[table["contrast"] == ""]
            for column in ("estimate", "std_error"):
                yield compared("rmst", name, features_of(data), means[column], told[column])


def _tests(golden: dict[str, Any], name: str, outcome: Any) -> Iterator[Compared]:
    asked: dict[str, dict[str, Any]] = {
        "logrank": {},
        "fh_1_0": {"test": "fleming-harrington", "p": 1},
        "stratified": {"strata": "stratum"},
        "stratified_fh_1_0": {"strata": "stratum", "test": "fleming-harrington", "p": 1},
    }
    for key, options in asked.items():
        if key in golden.get("tests", {}):
            has = features_of(golden["input"], *(["strata"] if "strata" in options else []))
            row = rv.logrank(outcome, "group", **options).tidy().iloc[0]
            yield compared("logrank", name, has, row["statistic"], golden["tests"][key])


def of_robust_tests() -> Iterator[Compared]:
    """Yield log-rank and restricted means with weights and clusters."""
    for name, found in read("logrank_robust.json")["sets"].items():
        frame = pd.DataFrame(found["data"])
        strata = ["strata"] if "stratum" in frame else []
        for key, options in (
            ("weighted", {"weights": "weight"}),
            ("clustered", {"cluster": "cluster"}),
        ):
            role = ["weights" if "weights" in options else "clusters"]
            row = rv.logrank(timed(frame), "group", strata="stratum" if strata else None, **options)
            has = features_of(found["data"], *role, *strata)
            yield compared(
                "logrank", name, has, row.tidy()["statistic"].iloc[0], found["values"][key]
            )
    for name, found in read("rmst_robust.json")["sets"].items():
        outcome = timed(pd.DataFrame(found["data"]))
        table = rv.rmst(outcome, "group", horizon=found["horizon"], weights="weight").tidy()
        has = features_of(found["data"], "weights")
        yield compared("rmst", name, has, table["estimate"][:2], found["values"]["mean"])
        variance = np.diag(np.array(found["values"]["covariance"]))
        yield compared("rmst", name, has, table["std_error"][:2] ** 2, variance)


def of_incidence() -> Iterator[Compared]:
    """Yield cumulative incidences and hazards of tests/golden/incidence.R."""
    for name in incidence_sets.NAMES:
        outcome, data = incidence_sets.outcome(name), incidence_sets.golden(name)["data"]
        asked = incidence_sets.roles(name, "weight")
        has = features_of(data, *asked)
        share = rv.cumulative_incidence(outcome, "group", **asked).tidy()
        hazard = rv.nelson_aalen(outcome, "group", **asked).tidy()
        form = "weighted" if asked else "nelson"
        for group, told in incidence_sets.each(name, "incidence"):
            for k, pair in enumerate(zip(told["estimate"], told["std_error"], strict=True)):
                rows = incidence_sets.matched(share, group, f"cause {k + 1}", told["time"])
                yield from _pair("cumulative_incidence", name, has, rows, pair)
        for group, causes in incidence_sets.each(name, "hazard"):
            for k, told in enumerate(causes):
                rows = incidence_sets.matched(hazard, group, f"cause {k + 1}", told[form]["time"])
                pair = (told[form]["estimate"], told[form]["std_error"])
                yield from _pair("nelson_aalen", name, has, rows, pair)


def _pair(
    estimator: str, name: str, has: list[str], rows: pd.DataFrame, pair: tuple[Any, Any]
) -> Iterator[Compared]:
    some = (rows["estimate"] > 0).to_numpy()
    for column, theirs in zip(("estimate", "std_error"), pair, strict=True):
        own = np.array(theirs, dtype=float)[some]
        if some.any():
            yield compared(estimator, name, has, rows[column][some], own)


def of_clustered_curves() -> Iterator[Compared]:
    """Yield errors of curves by many clusters, which R and we add up alike."""
    name = "mgus2_weighted"
    outcome, data = incidence_sets.outcome(name), incidence_sets.golden(name)["data"]
    asked = incidence_sets.roles(name, "weight", "cluster")
    has = features_of(data, "weights", "clusters")
    km = rv.kaplan_meier(outcome, "group", **asked).tidy().assign(cause="")
    for group, told in incidence_sets.each(name, "free"):
        rows = incidence_sets.matched(km, group, "", told["time"])
        inside = rows["estimate"].between(0, 1, inclusive="neither").to_numpy()
        theirs = np.array(told["std_error"], dtype=float)[inside]
        yield compared("kaplan_meier", name, has, rows["std_error"][inside], theirs)
    share = rv.cumulative_incidence(outcome, "group", **asked).tidy()
    for group, told in incidence_sets.each(name, "incidence"):
        for k, error in enumerate(told["cluster_error"]):
            rows = incidence_sets.matched(share, group, f"cause {k + 1}", told["time"])
            some = (rows["estimate"] > 0).to_numpy()
            theirs = np.array(error, dtype=float)[some]
            yield compared("cumulative_incidence", name, has, rows["std_error"][some], theirs)
    hazard = rv.nelson_aalen(outcome, "group", **asked).tidy()
    for group, causes in incidence_sets.each(name, "hazard"):
        for k, told in enumerate(causes):
            found = told["clustered"]
            rows = incidence_sets.matched(hazard, group, f"cause {k + 1}", found["time"])
            pair = (found["estimate"], found["std_error"])
            yield from _pair("nelson_aalen", name, has, rows, pair)


def curves() -> Iterator[Compared]:
    for part in (of_survival, of_robust_tests, of_incidence, of_clustered_curves):
        yield from part()

"""Restricted means, parametric and discrete-time models, beside R's golden values."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from digits_of_curves import read
from digits_reached import Compared, compared, features_of

import recoveryeval as rv


def of_restricted_means() -> Iterator[Compared]:
    """Yield regressions of the restricted mean, with and without clusters."""
    for name, found in read("rmst_regression.json")["sets"].items():
        x = pd.DataFrame(found["data"]["X"]).add_prefix("x")
        frame = x.assign(**{k: found["data"][k] for k in ("time", "event", "cluster")})
        outcome, told = rv.time_to_event(frame, time="time", event="event"), found["values"]
        data = {"time": frame["time"], "event": frame["event"]}
        for cluster, key in ((None, "difference_error"), ("cluster", "cluster_error")):
            model = rv.rmst_regression(
                outcome, " + ".join(x), horizon=found["horizon"], cluster=cluster
            )
            table = model.tidy().head(len(told["difference"]))
            has = features_of(data, *(["clusters"] if cluster else []))
            yield compared("rmst_regression", name, has, table["std_error"], told[key])
            yield compared("rmst_regression", name, has, table["estimate"], told["difference"])


def of_parametric_models() -> Iterator[Compared]:
    """Yield the Weibull model of survreg, plain and with weights."""
    told = read("parametric.json")
    data = told["data"]["veteran"]
    frame = pd.DataFrame(data["x"], columns=["treatment", "karno"])
    frame = frame.assign(time=data["lower"], event=np.array(data["upper"]) > 0)
    frame = frame.assign(w=told["weighted"]["weight"])
    fits = [f for f in told["fits"] if f["name"] == "veteran" and f["distribution"] == "weibull"]
    outcome = rv.time_to_event(frame, time="time", event="event")
    for weights, theirs in ((None, fits[0]), ("w", told["weighted"])):
        table = rv.parametric(outcome, "treatment + karno", weights=weights).tidy()
        has = features_of(frame, *(["weights"] if weights else []))
        for column, key in (("estimate", "theta"), ("std_error", "std_error")):
            yield compared("parametric", "veteran", has, table[column], theirs[key])


def of_discrete_time() -> Iterator[Compared]:
    """Yield logit and complementary log-log models of glm on person-periods."""
    found = read("discrete.json")
    frame = pd.DataFrame(found["data"])
    outcome = rv.time_to_event(frame, time="time", event="status")
    for told in found["fits"]:
        if told["baseline"] != "periods":
            asked = {k: told[k] for k in ("link", "baseline")}
            table = rv.discrete_hazard(outcome, "trt + karno", period=30, **asked).tidy()
            has = features_of(frame, event="status")
            for column, key in (("estimate", "beta"), ("std_error", "std_error")):
                yield compared("discrete_hazard", "veteran", has, table[column], told[key])


def of_adjusted_curves() -> Iterator[Compared]:
    """Yield averages of predicted curves; R's errors are numerical derivatives."""
    found = read("adjusted.json")
    frame = pd.DataFrame(found["data"])
    frame = frame.assign(arm=frame["arm"].map({0: "a", 1: "b"}))
    outcome = rv.time_to_event(frame, time="time", event="event")
    table = rv.adjusted_curves(outcome, "arm + age + karno", by="arm").at(found["times"]).tidy()
    for column in ("estimate", "std_error"):
        theirs = np.ravel(found["values"][column])
        yield compared("adjusted_curves", "veteran", features_of(frame), table[column], theirs)


def regressions() -> Iterator[Compared]:
    parts = (of_restricted_means, of_parametric_models, of_discrete_time, of_adjusted_curves)
    for part in parts:
        yield from part()

"""Regressions, and models of competing, repeated and bracketed events, beside R's golden values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from digits_of_curves import read
from digits_reached import Compared, compared, features_of
from golden_sets import FOLDER, Golden, golden, names

import recoveryeval as rv
from recoveryeval.stats.competing.fine_gray import fine_gray
from recoveryeval.stats.competing.fine_gray_data import fine_gray_data
from recoveryeval.stats.competing.fine_gray_influence import fine_gray_covariance
from recoveryeval.stats.competing.gray import gray_test
from recoveryeval.stats.competing.mean_cumulative import mean_cumulative
from recoveryeval.stats.hazards.concordance import concordance
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.hazards.cox_robust import robust_covariance
from recoveryeval.stats.hazards.proportional_hazards import proportional_hazards
from recoveryeval.stats.survival.cells import make_cells

# Sets whose rows are stretches of a person's time, and the one whose covariate has four levels.
HISTORIES, FACTOR = ("bladder", "bladder_pwp", "heart"), "veteran"


def _roles(case: Golden, *more: str) -> list[str]:
    words = {"weight": "weights", "stratum": "strata"}
    return features_of(case.data, *(w for k, w in words.items() if k in case.data), *more)


def of_cox() -> Iterator[Compared]:
    """Yield estimates, robust and clustered errors, tests and concordance of cox.R."""
    for name in names("cox"):
        case = golden("cox", name)
        shape = ["repeats"] * (name in HISTORIES) + ["three groups"] * (name == FACTOR)
        has, cells = _roles(case, *shape), case.cells()
        for ties in ("efron", "breslow"):
            fit, r = cox(cox_data(cells, case.data["X"], ties=ties)), case.values[ties]
            loglik = [fit.log_likelihood_null, fit.log_likelihood]
            yield compared("cox", name, has, fit.coefficients, r["coef"])
            yield compared("cox", name, has, np.diag(fit.covariance), _diagonal(r))
            yield compared("cox", name, has, loglik, r["loglik"])
            for form in ("robust", "cluster"):
                told = case.values[f"{ties}_{form}"]
                if told is not None:
                    cluster = case.data["cluster"] if form == "cluster" else None
                    own = np.diag(robust_covariance(fit, cluster))
                    more = [*has, *(["clusters"] if form == "cluster" else [])]
                    yield compared("cox, robust errors", name, more, own, _diagonal(told))
        fit = cox(cox_data(cells, case.data["X"]))
        for transform, told in case.values["zph"].items():
            test = proportional_hazards(fit, cells, transform=transform)
            theirs = np.ravel(told["statistic"])
            ours = np.append(test.statistic, test.global_statistic)[: theirs.size]
            yield compared("proportional_hazards", name, has, ours, theirs)
        pairs, told = concordance(cells, case.data["X"] @ fit.coefficients), case.values
        ours = [pairs.concordance, pairs.std_error]
        theirs = [told["concordance"][k] for k in ("concordance", "std_error")]
        yield compared("concordance", name, has, ours, np.ravel(theirs))


def _diagonal(told: dict[str, Any]) -> np.ndarray:
    return np.diag(np.atleast_2d(np.array(told["covariance"], dtype=float)))


def of_competing() -> Iterator[Compared]:
    """Yield Gray's test and Fine-Gray models of competing.R."""
    for name in names("competing"):
        case = golden("competing", name)
        keys = [k for k in ("entry", "weight") if k in case.data]
        cells = make_cells(case.data["time"], case.data["event"], **{k: case.data[k] for k in keys})
        plain = {k: v for k, v in case.data.items() if k != "group"}
        has = features_of(plain, *(["weights"] if "weight" in keys else []))
        told = case.values["finegray"]
        fit = fine_gray(fine_gray_data(cells, case.data["X"]))
        known = fine_gray_covariance(fit, case.data["cluster"], weights_known=True)
        yield compared("fine_gray", name, has, fit.coefficients, told["coef"])
        theirs = np.atleast_2d(told["covariance_weights_known"])
        yield compared("fine_gray", name, [*has, "clusters"], np.diag(known), np.diag(theirs))
        if case.values["crr"]:
            told = case.values["crr"]["plain"]
            fit = fine_gray(fine_gray_data(cells, case.data["X"], ties="crr"))
            yield compared("fine_gray", name, has, fit.coefficients, told["coef"])
            own = np.diag(fine_gray_covariance(fit))
            yield compared("fine_gray", name, has, own, _diagonal(told))
            group = case.data["stratum"]
            fit = fine_gray(
                fine_gray_data(cells, case.data["X"], ties="crr", censoring_group=group)
            )
            told = case.values["crr"]["grouped"]["coef"]
            yield compared("fine_gray", name, [*has, "strata"], fit.coefficients, told)
        yield from _gray(case, name)


def _gray(case: Golden, name: str) -> Iterator[Compared]:
    for form, rows in (case.values["gray"] or {}).items():
        strata = {"stratum": case.data["stratum"]} if form == "stratified" else {}
        cells = make_cells(
            case.data["time"], case.data["event"], group=case.data["group"], **strata
        )
        has = features_of(case.data, *(["strata"] if strata else []))
        count, rho = int(case.data["group"].max()) + 1, float(form == "rho1")
        ours = [
            gray_test(cells, count, cause=k, rho=rho).statistic for k in range(1, len(rows) + 1)
        ]
        yield compared("gray_test", name, has, ours, [row[0] for row in rows])


def of_repeats() -> Iterator[Compared]:
    """Yield mean cumulative functions and Cox models of repeated events."""
    for name in names("recurrent"):
        case = golden("recurrent", name)
        d, r = case.data, case.values
        cells = make_cells(d["time"], d["event"], entry=d["entry"], cluster=d["person"])
        found, has = mean_cumulative(cells), features_of({**d, "group": None})
        yield compared("mean_cumulative_function", name, has, found.mean, r["mean"])
        yield compared("mean_cumulative_function", name, has, found.std_error, r["std_error"])
    roles = {"start": "start", "stop": "stop", "event": "event", "person": "person"}
    for name, found in read("recurrent_cox.json")["sets"].items():
        outcome = rv.recurrent_events(pd.DataFrame(found["data"]), **roles)
        for model in ("andersen-gill", "pwp-total", "pwp-gap"):
            last = None if model == "andersen-gill" else found["max_order"]
            fit = rv.recurrent_cox(outcome, "x1 + x2", model=model, max_order=last)  # type: ignore[arg-type]
            more = ["strata"] if model != "andersen-gill" else []
            has, told = features_of(found["data"], *more, time="stop"), found["efron"][model]
            for column, key in (("estimate", "coef"), ("std_error", "std_error")):
                yield compared("recurrent_cox", name, has, fit.tidy()[column][:2], told[key])


def of_brackets() -> Iterator[Compared]:
    """Yield curves and tests of events that visits bracket."""
    for path in sorted((FOLDER / "interval").glob("*.json")):
        found = read(f"interval/{path.name}")
        frame = pd.DataFrame(found["data"])
        frame["right"] = frame["right"].astype(float).where(frame["right"] >= 0, np.inf)
        outcome, has = rv.interval_events(frame, left="left", right="right"), ["intervals"]
        if frame["group"].nunique() > 2:
            has.append("three groups")
        curve = rv.interval_censored(outcome, "group").tidy()  # digits of estimates: no resampling
        for label, told in found["curves"].items():
            upper, mass = (np.array(told[k], dtype=float) for k in ("upper", "mass"))
            kept = (mass > 0) & (upper >= 0)
            own = curve[(curve["group"] == label) & curve["time"].isin(upper[kept])]
            theirs = 1 - np.cumsum(mass)[kept]
            yield compared("interval_censored", path.stem, has, own["estimate"], theirs)
        row = rv.interval_logrank(outcome, "group").tidy()["statistic"].iloc[0]
        theirs = found["tests"]["log-rank"]["statistic"]
        yield compared("interval_logrank", path.stem, has, row, theirs)


def models() -> Iterator[Compared]:
    for part in (of_cox, of_competing, of_repeats, of_brackets):
        yield from part()

"""A model that is given imputed versions answers each of them, and pools the answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast, overload

from recoveryeval.models.missing.imputed import Imputed
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.result import Result

P = ParamSpec("P")
R_co = TypeVar("R_co", bound=Result, covariant=True)


class Answering(Protocol[P, R_co]):
    """A model of an outcome, and of several completed versions of one."""

    @overload
    def __call__(self, outcome: Outcome, /, *args: P.args, **kwargs: P.kwargs) -> R_co: ...
    @overload
    def __call__(self, outcome: Imputed, /, *args: P.args, **kwargs: P.kwargs) -> Result: ...


def each_version(verb: Callable[Concatenate[Outcome, P], R_co]) -> Answering[P, R_co]:
    """Return a model that also takes an ``Imputed``, as ``Imputed.fit`` would ask it."""

    @wraps(verb)
    def asked(outcome: Outcome | Imputed, *args: P.args, **kwargs: P.kwargs) -> Result:
        if not isinstance(outcome, Imputed):
            return verb(outcome, *args, **kwargs)
        level = cast("float", kwargs.get("conf_level", 0.95))
        return outcome.fit(lambda version: verb(version, *args, **kwargs), conf_level=level)

    return cast("Answering[P, R_co]", asked)

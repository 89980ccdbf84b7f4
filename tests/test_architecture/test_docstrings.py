"""Every public name is documented so that a stranger can call it."""

from __future__ import annotations

import inspect

import pytest
from numpydoc.docscrape import NumpyDocString
from numpydoc.validate import validate

import recoveryeval

FUNCTIONS = [
    name for name in recoveryeval.__all__ if inspect.isroutine(getattr(recoveryeval, name))
]
CLASSES = [name for name in recoveryeval.__all__ if inspect.isclass(getattr(recoveryeval, name))]

NOT_ASKED = {
    "ES01",  # extended summary: a parameter table may say it all
    "SA01",  # see also: the reference groups names by question
}
NOT_ASKED_OF_CLASSES = NOT_ASKED | {"EX01"}  # nouns come out of verbs, whose examples show them


def problems(name: str, ignored: set[str]) -> list[str]:
    """What numpydoc finds missing or wrong in one public name."""
    errors = validate(f"recoveryeval.{name}")["errors"]
    return [f"{code} {text}" for code, text in errors if code not in ignored]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function(name: str) -> None:
    assert problems(name, NOT_ASKED) == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_has_every_section(name: str) -> None:
    read = NumpyDocString(inspect.getdoc(getattr(recoveryeval, name)))
    assert [s for s in ("Parameters", "Returns", "Raises", "Examples") if not read[s]] == []


@pytest.mark.parametrize("name", CLASSES)
def test_class(name: str) -> None:
    kind = getattr(recoveryeval, name)
    # A class that adds no field of its own has the parameters of the class it comes from.
    inherits = kind.__base__ is not object and not inspect.get_annotations(kind)
    assert problems(name, NOT_ASKED_OF_CLASSES | ({"PR01"} if inherits else set())) == []


@pytest.mark.parametrize("name", CLASSES)
def test_methods_are_documented(name: str) -> None:
    kind = getattr(recoveryeval, name)
    own = {key: value for key, value in vars(kind).items() if not key.startswith("_")}
    methods = {
        key: value
        for key, value in own.items()
        if inspect.isfunction(value) or isinstance(value, property | classmethod | staticmethod)
    }
    assert [key for key, value in methods.items() if not inspect.getdoc(value)] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_options_are_named(name: str) -> None:
    # Data first, at most one more positional argument.
    kinds = [p.kind for p in inspect.signature(getattr(recoveryeval, name)).parameters.values()]
    assert kinds.count(inspect.Parameter.POSITIONAL_OR_KEYWORD) <= 2
    assert inspect.Parameter.VAR_KEYWORD not in kinds

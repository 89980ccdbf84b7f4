"""What a formula may say: names of covariates, operators, and a few named functions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from recoveryeval.errors import EstimationError, nearest

FUNCTIONS = ("C", "I", "center", "scale", "poly", "bs", "cr", "log", "sqrt", "exp")
MAX_LENGTH = 2000
_NAME = re.compile(r"[^\W\d]\w*")
_ALLOWED = re.compile(r"[\w\s+\-*:/()^,=.`|~]*")
_ATTRIBUTE = re.compile(r"[^\W\d]\w*\s*\.|\)\s*\.|\.\s*[^\W\d]")


def check_formula(formula: object, covariates: Iterable[str]) -> tuple[str, ...]:
    """Return the covariates a right-hand side names; anything that could run code is refused."""
    if not isinstance(formula, str) or len(formula) > MAX_LENGTH or not formula.strip():
        raise _refused("The formula must be a short text such as 'arm + age'")
    if "~" in formula:
        raise _refused("The formula holds a '~'; give its right-hand side only")
    text = re.sub(r"`[^`]*`", lambda found: " " * len(found.group()), formula)
    if not _ALLOWED.fullmatch(text) or "|" in text or "__" in text or _ATTRIBUTE.search(text):
        raise _refused("The formula holds a sign that formulas here do not use")
    known = list(covariates)
    quoted = re.findall(r"`([^`]*)`", formula)
    named = [(m.group(), _is_call(text, m.end())) for m in _NAME.finditer(text)]
    keywords = {m.group(1) for m in re.finditer(r"(\w+)\s*=", text)}
    used: list[str] = []
    for name, is_call in [*named, *((q, False) for q in quoted)]:
        if name in keywords or (is_call and name in FUNCTIONS):
            continue
        if is_call or name not in known:
            raise EstimationError(
                "The formula names something that the outcome does not carry",
                code="RE-E40F",
                column=name,
                do=f"Use covariates of the outcome and the functions {', '.join(FUNCTIONS)}."
                + nearest(name, known),
            )
        used.append(name)
    return tuple(dict.fromkeys(used))


def _is_call(text: str, end: int) -> bool:
    """Return whether the name that ends here is followed by an opening parenthesis."""
    return text[end:].lstrip().startswith("(")


def _refused(what: str) -> EstimationError:
    """Return the error for a formula that is not one."""
    return EstimationError(
        what, code="RE-E41F", do="Write terms joined by +, * or :, for example 'arm * wave + age'."
    )

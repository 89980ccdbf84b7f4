"""One F test for each term of a model's formula."""

from __future__ import annotations

from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.results.result import Result
from recoveryeval.results.row_answer import coefficients
from recoveryeval.results.status import worst
from recoveryeval.stats.coefficients import Coefficients, rows_test


def term_tests(model: Result) -> list[dict[str, Any]]:
    """Return one tidy row per term that the model carries contrast rows of."""
    if "terms" not in model.extras:
        raise EstimationError(
            "This model carries no tests of its terms",
            code="RE-M01",
            do="Use contrasts(), or compare_fits() with a simpler model.",
        )
    found = coefficients(model)
    status = "fallback" if "fallback" in set(model.table["status"]) else "ok"
    return [
        {"term": term, "estimand": "any difference", **_tested(found, np.asarray(rows), status)}
        for term, rows in model.extras["terms"].items()
    ]


def _tested(found: Coefficients, rows: np.ndarray, status: str) -> dict[str, Any]:
    """Return the numbers of one joint test of rows (l, q)."""
    if not rows.size:
        why = (
            "the term has no single test: a covariate is transformed or crossed with another, or "
            "nobody is in some combination of factors"
        )
        return {"status": "not_estimable", "method": found.method, "reason": why}
    test = rows_test(found, rows)
    silent = not np.isfinite(test.statistic) or np.isnan(test.df_denominator)
    return {
        "statistic": test.statistic,
        "df_numerator": test.df_numerator,
        "df": test.df_denominator,
        "p_value": test.p_value,
        "status": "not_estimable" if silent else worst([status]),
        "method": found.method,
        "reason": "the contrasts have no joint variance" if silent else "",
    }

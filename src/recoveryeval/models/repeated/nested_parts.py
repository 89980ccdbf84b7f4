"""What a larger model has that a smaller one lacks, and how its test statistic is distributed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Which covariance of visits is a special case of which.
WITHIN = {
    "cs": ("csh", "toep", "toeph", "us"),
    "ar1": ("ar1h", "toep", "toeph", "us"),
    "toep": ("toeph", "us"),
    "csh": ("toeph", "us"),
    "ar1h": ("toeph", "us"),
    "toeph": ("us",),
    "us": (),
}


@dataclass(frozen=True, slots=True)
class Extra:
    """Fixed effects, variances set to zero, and other variance parameters that come on top."""

    fixed: int
    variances: int
    others: int

    @property
    def df(self) -> int:
        """All parameters that come on top."""
        return self.fixed + self.variances + self.others

    @property
    def reference(self) -> str:
        """The distribution the statistic is held against, in words."""
        if self.variances == 1:
            return f"half chi-square({self.df - 1}) and half chi-square({self.df})"
        return f"chi-square({self.df})"

    def p_value(self, statistic: float) -> float:
        """Return the p value of a statistic; an upper bound with several variances at zero."""
        from scipy.special import chdtrc

        whole = float(chdtrc(self.df, statistic))
        if self.variances != 1:
            return whole
        below = float(statistic <= 0) if self.df == 1 else float(chdtrc(self.df - 1, statistic))
        return (below + whole) / 2


def extra_parts(smaller: Mapping[str, Any], larger: Mapping[str, Any]) -> Extra | None:
    """Return what comes on top of the smaller model, or None where it is no special case."""
    fixed = set(larger["fixed"]) - set(smaller["fixed"])
    if not set(smaller["fixed"]) <= set(larger["fixed"]):
        return None
    if larger["structure"] == "random":
        more = set(larger["parts"]) - set(smaller["parts"])
        if not set(smaller["parts"]) <= set(larger["parts"]):
            return None
        others = sum(", " in name for name in more)
        found = Extra(len(fixed), len(more) - others, others)
    else:
        same = smaller["structure"] == larger["structure"]
        if not same and larger["structure"] not in WITHIN[smaller["structure"]]:
            return None
        found = Extra(len(fixed), 0, len(larger["parts"]) - len(smaller["parts"]))
    return found if found.df > 0 else None

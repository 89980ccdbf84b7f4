"""Where models find the fit of estimating equations, which is our own: see stats/answers/."""

from recoveryeval.stats.answers.gee_family import Family
from recoveryeval.stats.answers.gee_fit import UNSOLVED, GeeFit, fit_gee
from recoveryeval.stats.answers.gee_working import Structure

__all__ = ["UNSOLVED", "Family", "GeeFit", "Structure", "fit_gee"]

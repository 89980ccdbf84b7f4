"""The confidence level every model takes."""

from recoveryeval.results.conf_level import check_conf_level

__all__ = ["check_conf_level"]

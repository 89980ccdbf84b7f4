"""Release profiles, and the refusal of those whose rules are not built yet."""

from __future__ import annotations

from typing import Literal

from recoveryeval.errors import ReleaseError

Profile = Literal["internal", "funder", "public"]
PROFILES: tuple[Profile, ...] = ("internal", "funder", "public")
MARK = "INTERNAL: not for release. Small numbers are not protected."


def require_releasable(profile: str) -> None:
    """Raise unless the profile's rules exist; today only ``internal`` does."""
    if profile not in PROFILES:
        raise ReleaseError(
            "The release profile is not one of internal, funder, public",
            code="RE-R01",
            do="Use profile='internal'.",
        )
    if profile != "internal":
        # Hiding only small cells is known to leak 38 % of them, so half a rule is not offered.
        raise ReleaseError(
            f"The '{profile}' profile is not available: its disclosure rules are not built yet",
            code="RE-R02",
            do="Use profile='internal' and let a person review the numbers before sharing any.",
        )

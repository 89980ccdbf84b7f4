"""study.toml as a Study: parsed, checked, every path kept inside its folder."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from recoveryeval.errors import LoadError, SchemaError
from recoveryeval.outcomes.definition_file import load_definition
from recoveryeval.release.paths import inside
from recoveryeval.release.profile import require_releasable
from recoveryeval.reporting.study.keys import checked
from recoveryeval.reporting.study.study import (
    HORIZON_DAYS,
    CohortPlan,
    OutcomePlan,
    ReportPlan,
    RetentionPlan,
    Source,
    Study,
)


def read_study(path: Path | str) -> Study:
    """Return the study that a ``study.toml`` describes."""
    target = Path(path)
    raw = checked(_parsed(target), "study")
    root = target.resolve().parent
    plan = checked(raw.get("report", {}), "report")
    require_releasable(plan.get("profile", "internal"))
    sources = tuple(_source(root, item, i + 1) for i, item in enumerate(raw["sources"]))
    return Study(
        root=root,
        title=raw["title"],
        program=raw["program"],
        extract_date=raw.get("extract_date"),
        sources=sources,
        cohort=_cohort(raw.get("cohort", {})),
        retention=_retention(root, raw.get("retention", {})),
        outcomes=tuple(_outcome(root, item) for item in raw.get("outcomes", ())),
        report=ReportPlan(
            folder=inside(root, plan.get("folder", "report")),
            formats=tuple(dict.fromkeys(plan.get("formats", ("html", "docx")))),
        ),
    )


def _parsed(path: Path) -> dict[str, Any]:
    """Return the file as nested tables."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError:
        raise LoadError(
            "The study file cannot be read",
            code="RE-Y01",
            do="Check the path; 'recoveryeval init FILE' writes a first study file.",
        ) from None
    except UnicodeDecodeError:
        raise LoadError(
            "The study file is not UTF-8 text", code="RE-Y01", do="Save it as UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        # The library's message may quote the text; its line number does not.
        found = re.search(r"at line (\d+)", str(error))
        raise LoadError(
            f"The study file is not valid TOML{f' at line {found[1]}' if found else ''}",
            code="RE-Y01",
            do="Put text in quotation marks and write paths with '/', then run again.",
        ) from None


def _source(root: Path, raw: dict[str, Any], position: int) -> Source:
    """Return one source with its paths resolved."""
    found = checked(raw, "sources")
    named = [name for name in ("file", "mapping", "dictionary") if name in found]
    paths = {name: inside(root, found[name]) for name in named}
    for name, path in paths.items():
        if not path.is_file():
            raise LoadError(
                f"A file named by source {position} of the study file does not exist",
                code="RE-Y05",
                column=name,
                do="Check the path; it counts from the folder of the study file.",
            )
    if found["reader"] == "redcap" and "dictionary" not in paths:
        raise SchemaError(
            f"Source {position} of the study file is a REDCap export without its dictionary",
            code="RE-Y04",
            column="dictionary",
            do="Export the data dictionary as CSV beside the data and name it here.",
        )
    return Source(
        file=paths["file"],
        reader=found["reader"],
        mapping=paths["mapping"],
        source=found.get("source"),
        sheet=found.get("sheet"),
        dictionary=paths.get("dictionary"),
    )


def _cohort(raw: dict[str, Any]) -> CohortPlan:
    """Return the cohort's plan."""
    found = checked(raw, "cohort")
    if "arm" in found and "landmark" in found:
        raise SchemaError(
            "The study file names both an arm column and a landmark rule",
            code="RE-Y06",
            column="arm",
            do="Keep one of them.",
        )
    if ("landmark" in found) != ("within_days" in found):
        raise SchemaError(
            "A landmark rule needs both of its keys",
            code="RE-Y06",
            column="landmark",
            do='Write landmark = "contact" and within_days = 14.',
        )
    window = found.pop("between", None)
    describe = tuple(found.pop("describe", ()))
    return CohortPlan(between=tuple(window) if window else None, describe=describe, **found)


def _outcome(root: Path, raw: dict[str, Any]) -> OutcomePlan:
    """Return one further outcome; its definition must exist."""
    found = checked(raw, "outcomes")
    return OutcomePlan(found["outcome"], _definition(root, found, found["outcome"]))


def _definition(root: Path, found: dict[str, Any], family: str) -> str | Path | None:
    """Return a definition's name, or its path inside the study's folder; it must be readable."""
    named = found.get("definition")
    if named is None:
        return None
    told: str | Path = inside(root, named) if named.lower().endswith(".toml") else named
    load_definition(told, family=family, root=root)
    return told


def _retention(root: Path, raw: dict[str, Any]) -> RetentionPlan:
    """Return the retention plan; fixed days lie within the horizon."""
    found = checked(raw, "retention")
    found["definition"] = _definition(root, found, "retention")
    horizon = found.get("horizon_days", HORIZON_DAYS)
    days = found.pop("days", [d for d in (30, 90, 180) if d <= horizon] or [horizon])
    if max(days) > horizon:
        raise SchemaError(
            "The study file asks for a day after its horizon",
            code="RE-Y06",
            column="days",
            do="Raise horizon_days or leave that day out.",
        )
    return RetentionPlan(days=tuple(sorted(set(days))), **found)

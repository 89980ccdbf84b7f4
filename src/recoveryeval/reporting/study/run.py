"""From a study to its output folder: report, figures, tidy tables, results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from recoveryeval.release.escape import csv_bytes
from recoveryeval.reporting.blocks import Figure
from recoveryeval.reporting.document import Report
from recoveryeval.reporting.report import report
from recoveryeval.reporting.study.analyze import ANALYSIS_STEPS, analyze
from recoveryeval.reporting.study.folder import refuse_edited, write_folder
from recoveryeval.reporting.study.load import load
from recoveryeval.reporting.study.steps import Step, silent
from recoveryeval.reporting.study.study import Study
from recoveryeval.results.result import Result


def run(study: Study, step: Step = silent) -> tuple[Path, ...]:
    """Make a study's report and everything beside it; return the report files."""
    refuse_edited(study.report.folder)
    program = load(study, step)
    results = analyze(study, program, step)
    step("writing up")
    made = report(
        results,
        title=study.title,
        profile=study.report.profile,
        program=program,
        days=study.retention.days,
        randomized=study.cohort.randomized,
    )
    step("making files")
    files = output_files(made, results, study.report.formats)
    step("saving")
    folder = study.report.folder
    write_folder(folder, files, root=study.root, profile=study.report.profile)
    return tuple(folder / f"report.{kind}" for kind in study.report.formats)


def run_steps(study: Study) -> int:
    """Return how many steps a run tells of."""
    return len(study.sources) + ANALYSIS_STEPS + 4


def output_files(
    made: Report, results: Sequence[Result], formats: Sequence[str]
) -> dict[str, bytes]:
    """Return the content of every file of the output folder, by name."""
    files = {f"report.{kind}": made.to_bytes(kind) for kind in formats}
    figures = [block for block in made.blocks if isinstance(block, Figure)]
    files |= {f"figures/figure_{i + 1}.png": f.png for i, f in enumerate(figures)}
    for name, result in named_results(results).items():
        files[f"tables/{name}.csv"] = csv_bytes(result.tidy())
        files[f"results/{name}.json"] = result.to_json().encode()
    return files


def named_results(results: Sequence[Result]) -> dict[str, Result]:
    """Return each result under a name that says what it is; equal names are numbered."""
    named: dict[str, Result] = {}
    for result in results:
        by = result.spec.parameters.get("by")
        words = f"{result.kind}_by_{by}" if by else result.kind
        name = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_") or "result"
        number = sum(other == name or other.startswith(f"{name}__") for other in named)
        named[f"{name}__{number + 1}" if number else name] = result
    return named

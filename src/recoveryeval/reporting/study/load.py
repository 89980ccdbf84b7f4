"""The program that a study's sources hold, read one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from recoveryeval.reporting.study.steps import Step, silent
from recoveryeval.reporting.study.study import Source, Study

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program


def load(study: Study, step: Step = silent) -> Program:
    """Return the program, all sources combined."""
    from recoveryeval.programs.combine import combined

    programs = []
    for position, source in enumerate(study.sources):
        step(f"reading source {position + 1} of {len(study.sources)}")
        programs.append(_read(study, source))
    step("joining sources")
    joined = combined(*programs) if len(programs) > 1 else programs[0]
    return replace(joined, name=study.program)


def _read(study: Study, told: Source) -> Program:
    """Return the program that one source holds."""
    root, day = study.root, study.extract_date
    if told.reader == "redcap" and told.dictionary is not None:
        from recoveryeval.loaders.read_redcap import read_redcap

        return read_redcap(
            told.file,
            dictionary=told.dictionary,
            mapping=told.mapping,
            source=told.source,
            root=root,
            extract_date=day,
        )
    if told.reader == "excel":
        from recoveryeval.loaders.read_excel import read_excel

        return read_excel(
            told.file,
            mapping=told.mapping,
            source=told.source,
            sheet=told.sheet,
            root=root,
            extract_date=day,
        )
    from recoveryeval.loaders.read_csv import read_csv

    return read_csv(
        told.file, mapping=told.mapping, source=told.source, root=root, extract_date=day
    )

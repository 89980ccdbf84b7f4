"""The program that a study's sources hold, read one after the other."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from recoveryeval.reporting.study.steps import Step, silent
from recoveryeval.reporting.study.study import Source, Study

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program


def load(study: Study, step: Step = silent) -> Program:
    """Return the program, all sources combined."""
    programs = []
    for position, source in enumerate(study.sources):
        step(f"reading source {position + 1} of {len(study.sources)}")
        programs.append(_read(study, source))
    return reduce(lambda first, second: first.combine(second), programs)


def _read(study: Study, source: Source) -> Program:
    """Return the program that one source holds."""
    common = {
        "mapping": source.mapping,
        "source": source.source,
        "root": study.root,
        "extract_date": study.extract_date,
    }
    if source.reader == "redcap":
        from recoveryeval.loaders.read_redcap import read_redcap

        return read_redcap(source.file, dictionary=source.dictionary, **common)
    if source.reader == "excel":
        from recoveryeval.loaders.read_excel import read_excel

        return read_excel(source.file, sheet=source.sheet, **common)
    from recoveryeval.loaders.read_csv import read_csv

    return read_csv(source.file, **common)

"""The command line: demo, report, validate, init; the one place of the package that prints."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from recoveryeval.errors import RecoveryEvalError

_FAILED_CHECKS = 1
_TOLD = 2
_UNEXPECTED = 3
_STOPPED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(argv)
    try:
        return int(options.run(options))
    except RecoveryEvalError as error:
        _complain(str(error))
        return _TOLD
    except KeyboardInterrupt:
        _complain("Stopped. No file was left half written; the same command starts again.")
        return _STOPPED
    except Exception as error:  # noqa: BLE001 - the last boundary: another library's text may hold data
        _unexpected(error, debug=options.debug)
        return _UNEXPECTED


def _complain(text: str) -> None:
    """Print to standard error."""
    print(text, file=sys.stderr)


def _unexpected(error: Exception, *, debug: bool) -> None:
    """Name the kind of an unexpected error only; its text could quote a cell."""
    _complain(f"RE-X01: Something went wrong that should not have ({type(error).__name__}).")
    if not debug:
        _complain("Run again with --debug for details, and report it without attaching data.")
        return
    import traceback

    _complain("The details below may hold values from your files: do not share them unread.")
    traceback.print_exception(error)


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the four commands."""
    parser = argparse.ArgumentParser(
        prog="recoveryeval",
        description="From a peer recovery program's exports to a retention report.",
    )
    parser.add_argument("--version", action="version", version=f"recoveryeval {_version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    demo = _command(
        commands, "demo", _demo, "make a folder with synthetic exports and their report"
    )
    demo.add_argument(
        "folder", nargs="?", type=Path, default=Path("recoveryeval-demo"), metavar="FOLDER"
    )
    report = _command(commands, "report", _report, "make the report that a study file describes")
    report.add_argument("study", type=Path, metavar="study.toml")
    validate = _command(
        commands, "validate", _validate, "read the exports and count what is in them"
    )
    validate.add_argument("study", type=Path, metavar="study.toml")
    init = _command(commands, "init", _init, "propose study.toml and mapping.toml for your files")
    init.add_argument("files", nargs="+", type=Path, metavar="FILE")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    words: str,
) -> argparse.ArgumentParser:
    """Add one command."""
    parser = commands.add_parser(name, help=words, description=words.capitalize() + ".")
    parser.add_argument(
        "--debug",
        action="store_true",
        help="show the details of an unexpected error, which may hold values",
    )
    parser.set_defaults(run=run)
    return parser


def _version() -> str:
    """Return the installed version."""
    from recoveryeval.results.spec import installed

    return installed("recoveryeval")


def _report(options: argparse.Namespace) -> int:
    """Make the report of a study file."""
    from recoveryeval.reporting.study.read_study import read_study
    from recoveryeval.reporting.study.run import run, run_steps

    study = read_study(options.study)
    with _Bar(run_steps(study)) as bar:
        written = run(study, bar.step)
    _open_this(written)
    return 0


def _demo(options: argparse.Namespace) -> int:
    """Write a synthetic program's exports, and the report on them."""
    from recoveryeval.reporting.study.demo import DEMO_STEPS, write_demo
    from recoveryeval.reporting.study.read_study import read_study
    from recoveryeval.reporting.study.run import run, run_steps

    with _Bar(DEMO_STEPS) as bar:
        study_file = write_demo(options.folder, bar.step)
        study = read_study(study_file)
        bar.more(run_steps(study))
        written = run(study, bar.step)
    print("These people are made up. The files hold planted faults, as real exports do.")
    _open_this(written)
    print(f"Change {study_file} and make the report again: recoveryeval report {study_file}")
    return 0


def _validate(options: argparse.Namespace) -> int:
    """Read the exports, print counts, and fail where the checks found errors."""
    from recoveryeval.reporting.study.load import load
    from recoveryeval.reporting.study.read_study import read_study
    from recoveryeval.reporting.study.validation import lines, sound

    study = read_study(options.study)
    with _Bar(len(study.sources) + 1) as bar:
        program = load(study, bar.step)
    print("\n".join(lines(program)))
    return 0 if sound(program) else _FAILED_CHECKS


def _init(options: argparse.Namespace) -> int:
    """Propose a study file and a mapping for the user's files."""
    from recoveryeval.reporting.study.init import write_first_files

    for path in write_first_files(options.files):
        print(f"Wrote {path}")
    print("Read both files, correct what was guessed, then run: recoveryeval validate study.toml")
    return 0


def _open_this(written: Sequence[Path]) -> None:
    """Say what to open."""
    for path in written:
        print(f"Open {path}")


class _Bar:
    """A progress bar on standard error, shown where someone watches."""

    def __init__(self, total: int) -> None:
        from tqdm import tqdm

        self._bar = tqdm(
            total=total,
            file=sys.stderr,
            disable=None,
            bar_format="{desc:<36} {bar} {n_fmt}/{total_fmt}",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def more(self, steps: int) -> None:
        """Add steps that were not known at first."""
        self._bar.total = (self._bar.total or 0) + steps

    def step(self, words: str) -> None:
        """Name the step that begins, and count it."""
        self._bar.set_description_str(words)
        self._bar.update(1)

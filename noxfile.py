#!/usr/bin/env -S uv run --script
# /// script
# dependencies = ["nox>=2025.2.9"]
# ///
"""Every check of the project, each in an environment of its own: ``nox -l`` lists them."""

from __future__ import annotations

from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"

PROJECT = nox.project.load_toml("pyproject.toml")
DEPENDENCIES: list[str] = PROJECT["project"]["dependencies"]
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
TOOLS = nox.project.dependency_groups(PROJECT, "lint")
PYTHONS = nox.project.python_versions(PROJECT)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, format and spelling."""
    session.install(*TOOLS)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("codespell")


@nox.session
def types(session: nox.Session) -> None:
    """Types of the package, strictly."""
    session.install("-e", ".", *TOOLS)
    session.run("mypy")


@nox.session
def imports(session: nox.Session) -> None:
    """The layers of the design: data moves one way."""
    session.install("-e", ".", *TOOLS)
    session.run("lint-imports", "--no-logo", "--no-cache")


@nox.session
def docstrings(session: nox.Session) -> None:
    """Form of every docstring (their content is checked by the architecture tests)."""
    session.install("-e", ".[test]", *TOOLS)
    session.run("python", ".ci/numpydoc_lint.py")


@nox.session
def review(session: nox.Session) -> None:
    """What the scientific Python community expects of a repository."""
    session.install(*TOOLS)
    session.run("repo-review", ".")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The test suite on each supported Python."""
    session.install("-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session(python="3.11", venv_backend="uv", default=False)
def lowest(session: nox.Session) -> None:
    """The lower bounds in pyproject.toml, installed together and tested."""
    session.install("--resolution", "lowest-direct", "-e", ".[test]")
    # Old releases warn about newer ones of their own dependencies, which says nothing of us.
    quiet = ("-W", "ignore::DeprecationWarning", "-W", "ignore::PendingDeprecationWarning")
    session.run("pytest", *quiet, *session.posargs)


@nox.session(python="3.11", default=False)
def pandas3(session: nox.Session) -> None:
    """The suite on pandas 3, with lifelines installed without its pin (it runs there)."""
    others = [need for need in DEPENDENCIES if not need.startswith(("pandas", "lifelines"))]
    session.install("pandas>=3", "autograd>=1.5", "autograd-gamma>=0.3", *others, *EXTRAS["test"])
    session.install("--no-deps", *(need for need in DEPENDENCIES if need.startswith("lifelines")))
    session.install("--no-deps", "-e", ".")
    session.run("pytest", *session.posargs)


@nox.session(default=False)
def engines(session: nox.Session) -> None:
    """One question on pandas, polars and DuckDB gives one answer."""
    session.install("-e", ".[test,large]")
    session.run("pytest", "-m", "engines", "tests", *session.posargs)


@nox.session(default=False)
def spark(session: nox.Session) -> None:
    """The same on Spark in local mode; needs Java 17."""
    session.install("-e", ".[test,spark]")
    session.run("pytest", "-m", "spark", "tests", *session.posargs)


@nox.session(default=False)
def slow(session: nox.Session) -> None:
    """Proofs by simulation, which take minutes."""
    session.install("-e", ".[test]")
    session.run("pytest", "-m", "slow", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation, every warning an error."""
    session.install("-e", ".[docs]")
    session.run("sphinx-build", "-W", "-n", "-q", "-b", "html", "docs", "docs/_build/html")


@nox.session(default=False)
def notebooks(session: nox.Session) -> None:
    """The notebooks, executed from their first cell to their last."""
    session.install("-e", ".[test]")
    session.run("pytest", "tests/test_notebooks", *session.posargs)


@nox.session(venv_backend="none", default=False)
def golden(session: nox.Session) -> None:
    """Golden values written anew by R must equal the ones in the repository."""
    for script in sorted(Path("tests/golden").rglob("*.R")):
        printed = Path(session.create_tmp()) / "printed.json"
        with printed.open("w") as out:
            session.run("Rscript", str(script), external=True, stdout=out)
        if printed.stat().st_size:  # a script writes its files itself, or prints its only one
            script.with_suffix(".json").write_bytes(printed.read_bytes())
    session.run("git", "diff", "--exit-code", "--stat", "--", "tests/golden", external=True)


if __name__ == "__main__":
    nox.main()

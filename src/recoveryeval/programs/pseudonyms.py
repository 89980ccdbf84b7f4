"""Keyed pseudonyms for ids; the key lives outside the project and is never shown."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from recoveryeval.errors import ReleaseError, SchemaError
from recoveryeval.release.write import write_bytes
from recoveryeval.schema.texts import text_cells
from recoveryeval.schema.uniques import factorized, spread

ENVIRONMENT = "RECOVERYEVAL_KEY_FILE"
LENGTH = 20
_SHORTEST = 32


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Key:
    """A secret for pseudonyms, which its representation does not show."""

    secret: bytes

    def __repr__(self) -> str:
        """Return nothing of the secret."""
        return "<Key: hidden>"


def make_key(path: Path | str, *, project: Path | str) -> Path:
    """Write a new random key, readable by its owner only, outside the project folder.

    Parameters
    ----------
    path : Path or str
        Where the key is to live. It must not exist yet.
    project : Path or str
        Project folder, which is shared or backed up and must not hold the key.

    Returns
    -------
    Path
        The file. Keep it: without it the same people cannot be linked again.
    """
    target = _outside(Path(path), Path(project))
    if target.exists():
        raise ReleaseError(
            "There is a key file already, and replacing it would break every link made with it",
            code="RE-P11",
            do="Use the key that is there, or give another path.",
        )
    text = secrets.token_hex(32) + "\n"
    return write_bytes(target, text.encode(), profile="internal", root=target.parent)


def load_key(path: Path | str | None = None, *, project: Path | str) -> Key:
    """Return the key from a file, by default the one ``RECOVERYEVAL_KEY_FILE`` names.

    Raises
    ------
    ReleaseError
        If there is no key, it lies inside the project folder, others may read
        it, or it is too short to protect anyone.
    """
    named = path if path is not None else os.environ.get(ENVIRONMENT)
    if not named:
        raise ReleaseError(
            "Ids are to be replaced by pseudonyms, but no key is named",
            code="RE-P12",
            do=f"Make a key with make_key() and set {ENVIRONMENT} to its path.",
        )
    target = _outside(Path(named).expanduser(), Path(project))
    _private(target)
    secret = target.read_bytes().strip()
    if len(secret) < _SHORTEST:
        raise ReleaseError(
            f"The key is shorter than {_SHORTEST} bytes and could be guessed",
            code="RE-P13",
            do="Make a key with make_key().",
        )
    return Key(secret)


def pseudonyms(ids: pd.Series, key: Key, *, domain: str = "person_id") -> pd.Series:
    """Replace ids by keyed pseudonyms: the same id and key always give the same one.

    Parameters
    ----------
    ids : pandas.Series
        Ids. Case and blanks are ignored, as elsewhere.
    key : Key
        From ``load_key``.
    domain : str
        What the ids name; the same text in another domain gets another
        pseudonym, so that people and coaches cannot be linked by chance.

    Returns
    -------
    pandas.Series
        HMAC-SHA256, shortened to 20 hexadecimal digits (dtype ``string``).

    Notes
    -----
    A pseudonym is not anonymity: whoever holds the key can compute it again.
    """
    tidy = text_cells(ids, identifier=True).values.str.casefold()
    codes, found = factorized(tidy)
    made = [_pseudonym(str(text), key, domain) for text in found]
    if len(set(made)) < len(made):
        raise SchemaError(
            "Two ids have the same pseudonym",
            code="RE-P14",
            column=str(ids.name),
            do="Use another key.",
        )
    return spread(codes, made, "string", ids.index).rename(ids.name)


def _pseudonym(text: str, key: Key, domain: str) -> str:
    """Return the pseudonym of one id."""
    message = f"{domain}\x1f{' '.join(text.split())}".encode()
    return hmac.new(key.secret, message, hashlib.sha256).hexdigest()[:LENGTH]


def _outside(path: Path, project: Path) -> Path:
    """Return the resolved path, refusing one inside the project folder."""
    resolved = path.resolve()
    if resolved.is_relative_to(project.resolve()):
        raise ReleaseError(
            "The key file lies inside the project folder, where it travels with the data",
            code="RE-P15",
            do="Keep the key elsewhere, such as in your home folder.",
        )
    return resolved


def _private(path: Path) -> None:
    """Refuse a key file that is absent or that others may read."""
    if not path.is_file():
        raise ReleaseError(
            "The key file does not exist",
            code="RE-P12",
            do=f"Make a key with make_key(), or correct {ENVIRONMENT}.",
        )
    if os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ReleaseError(
            "Other users may read the key file",
            code="RE-P16",
            do="Restrict it to yourself, on Linux or macOS with chmod 600.",
        )

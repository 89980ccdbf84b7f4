"""Reading the keys of an instrument's file, with a refusal for what does not belong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from recoveryeval.errors import SchemaError, nearest

T = TypeVar("T")


def refusal(what: str, do: str) -> SchemaError:
    """Return the error for an instrument's file that cannot be used."""
    return SchemaError(what, code="RE-Q01", do=do)


class Keys:
    """The keys of one table in the file, taken out one by one."""

    def __init__(self, held: object, place: str) -> None:
        if not isinstance(held, Mapping):
            raise refusal(f"'{place}' is not a table of keys", "Write it as a TOML table.")
        self._left: dict[str, Any] = dict(held)
        self._asked: list[str] = []
        self.place = place

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        """Return the value of a key; without a default it has to be there."""
        self._asked.append(key)
        if key not in self._left:
            if default is None:
                raise refusal(f"'{self.place}' lacks '{key}'", "Add it to the file.")
            return default
        value = self._left.pop(key)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise refusal(
                f"'{key}' in '{self.place}' is not of the right type",
                f"Give it as {_WORDS[kind]}.",
            )
        return value

    def one_of(self, key: str, options: tuple[str, ...], default: str | None = None) -> str:
        """Return the value of a key that has few possible words."""
        word = self.take(key, str, default)
        if word not in options:
            raise refusal(
                f"'{key}' in '{self.place}' is none of the words allowed",
                f"Use one of {', '.join(options)}." + nearest(word, options),
            )
        return word

    def has(self, key: str) -> bool:
        """Say whether a key is still there."""
        return key in self._left

    def rest_value(self, key: str) -> Any:
        """Return a value of any type."""
        self._asked.append(key)
        return self._left.pop(key)

    def done(self) -> None:
        """Refuse keys that nobody asked for."""
        if self._left:
            first = min(self._left)
            raise refusal(
                f"'{self.place}' holds {len(self._left)} unknown keys",
                "Remove or respell them." + nearest(first, self._asked),
            )


_WORDS: dict[type, str] = {
    str: "text", float: "a number", int: "a whole number",
    bool: "true or false", list: "a list", dict: "a table",
}  # fmt: skip

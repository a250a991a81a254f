"""The normal form of a schema, however it was published: one plain description a parameter.

References, ``allOf``, ``anyOf`` and ``oneOf``, constants and lists of types are worked
out. What cannot be understood stays as a value of any kind, and is named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from veo_widgets.catalogue.choices import choose, listed, number
from veo_widgets.catalogue.encodings import DEEPEST, WORDS, opened, spelled

NOTES: Final = frozenset({"title", "description", "default", "examples", "$comment", "deprecated"})
COUNTS: Final = ("minLength", "maxLength", "minItems", "maxItems")
LIMITS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
KEPT: Final = frozenset(
    {*NOTES, *COUNTS, *LIMITS, "type", "enum", "format", "uniqueItems", "pattern", "items"}
    | {"properties", "required", "anyOf", "contentMediaType"}
)
WHOLE: Final = ("dependentRequired", "anyOf", "oneOf", "not", "if", "then", "else", "minProperties")
RANK: Final = {"array": 0, "object": 1}


class Normal(NamedTuple):
    """A schema in its normal form.

    Attributes:
        parameters: JSON Schema (2020-12) of an object without references.
        odd: What was not understood, a sentence each.
    """

    parameters: dict[str, Any]
    odd: tuple[str, ...]


def normal(schema: object) -> Normal | None:
    """Return the normal form of a schema; ``None`` where it tells no parameters.

    Args:
        schema: Any encoding that ``encodings.opened`` takes.
    """
    root = opened(schema)
    if root is None:
        return None
    reader = _Reader(root)
    whole = reader.read(root, "", frozenset(), 0)
    properties = whole.get("properties") or {}
    listed = whole.get("required") or ()
    required = [name for name in listed if name in properties]
    rules: dict[str, Any] = {
        word: root[word] for word in WHOLE if word in root and "$ref" not in json.dumps(root[word])
    }
    extra: dict[str, Any] = {
        key: value for key, value in root.items() if key.startswith("x-") or key == "title"
    }
    odd = [*reader.odd]
    if any(word in root for word in ("anyOf", "oneOf")) and "properties" not in root:
        rules = {}
    odd += [f"{name} is required but not described" for name in listed if name not in properties]
    form: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": required,
        "additionalProperties": False,
        "properties": properties,
        **rules,
    }
    return Normal({**extra, **form}, tuple(odd))


class _Reader:
    """Reads one schema; holds its root for references, and what was odd."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self.odd: list[str] = []

    def read(self, told: object, where: str, seen: frozenset[str], depth: int) -> dict[str, Any]:
        """Return one description in its normal form."""
        if told is True or told == {}:
            return {}
        if not isinstance(told, (str, Mapping)) or depth > DEEPEST:
            self._note(where, "is no description" if depth <= DEEPEST else "is too deep")
            return {}
        row = spelled(told)
        if "x-odd" in row:
            self._note(where, f"has a type of its own, {row.pop('x-odd')!r}")
        if "$ref" in row:
            return self._referred(row, where, seen, depth)
        parts = row.pop("allOf", None)
        if isinstance(parts, list) and parts:
            for part in parts:
                row = _merged(self.read(part, where, seen, depth + 1), row)
        for word in ("anyOf", "oneOf"):
            branches = row.pop(word, None)
            if isinstance(branches, list) and not _is_rule(branches):
                row = _merged(self._either(branches, where, seen, depth), row)
        if "const" in row:
            row["enum"] = [row.pop("const")]
        return self._plain(self._one_type(row), where, seen, depth)

    def _note(self, where: str, what: str) -> None:
        self.odd.append(f"{where or 'the whole'} {what}")

    def _referred(
        self, row: dict[str, Any], where: str, seen: frozenset[str], depth: int
    ) -> dict[str, Any]:
        name = str(row.pop("$ref"))
        target = _at(self._root, name)
        if target is None or name in seen:
            self._note(where, f"refers to {'itself' if name in seen else name[:80]}")
            return self._plain(row, where, seen, depth)
        other = self.read(target, where, seen | {name}, depth + 1)
        own = self.read(row, where, seen, depth + 1) if row else {}
        return _merged(other, own)

    def _either(
        self, branches: list[Any], where: str, seen: frozenset[str], depth: int
    ) -> dict[str, Any]:
        """Return several ways as one: what is null is left out, constants become a list."""
        read = [self.read(branch, where, seen, depth + 1) for branch in branches]
        maybe = any(branch.get("x-nullable") or branch.get("type") == "null" for branch in read)
        ways = [branch for branch in read if branch.get("type") != "null"]
        out: dict[str, Any] = {"x-nullable": True} if maybe else {}
        if not ways:
            return out
        if len(ways) == 1:
            return {**ways[0], **out}
        if all(way.get("enum") for way in ways):
            return {**out, **listed(ways)}
        first = min(ways, key=lambda way: RANK.get(str(way.get("type")), 2))
        kinds = {way.get("type") for way in ways}
        if kinds == {"integer", "number"}:
            return {**next(way for way in ways if way["type"] == "number"), **out}
        if first.get("type") in RANK:
            return {**first, **out}
        if len(kinds) == 1 and any("enum" not in way for way in ways):
            free = next(way for way in ways if "enum" not in way)
            known = [value for way in ways for value in way.get("enum", ())]
            return {**free, **out, **({"examples": known} if known else {})}
        bare = [{k: v for k, v in way.items() if k not in NOTES} for way in ways]
        return {**out, "anyOf": bare}

    @staticmethod
    def _one_type(row: dict[str, Any]) -> dict[str, Any]:
        """Return a description with one type; null among them is kept as a mark."""
        kinds = row.get("type")
        if row.pop("nullable", False) is True:
            row["x-nullable"] = True
        if not isinstance(kinds, list):
            return row
        known = [WORDS.get(str(kind).lower(), "") for kind in kinds]
        if "null" in known:
            row["x-nullable"] = True
        left = [kind for kind in dict.fromkeys(known) if kind not in {"", "null"}]
        if set(left) == {"integer", "number"}:
            left = ["number"]
        row.pop("type")
        if len(left) == 1:
            row["type"] = left[0]
        elif left:
            row["anyOf"] = [{"type": kind} for kind in left]
        return row

    def _plain(
        self, row: dict[str, Any], where: str, seen: frozenset[str], depth: int
    ) -> dict[str, Any]:
        """Return a description without what JSON Schema or the form cannot use."""
        out = {key: value for key, value in row.items() if key in KEPT or key.startswith("x-")}
        self._words(out, where)
        if out.get("type") not in {*WORDS.values(), None}:
            self._note(where, f"has a type of its own, {out.pop('type')!r}")
        if "enum" in out:
            choose(out, lambda what: self._note(where, what))
        if isinstance(out.get("properties"), Mapping):
            self._object(out, where, seen, depth)
        else:
            out.pop("properties", None)
            out.pop("required", None)
        if out.get("type") == "array" or "items" in out:
            items = out.get("items")
            out["type"] = "array"
            out["items"] = self.read(items or {}, f"{where}[]", seen, depth + 1)
        return out

    def _words(self, out: dict[str, Any], where: str) -> None:
        """Bring limits and notes into the types that JSON Schema wants, in place."""
        for key in (*COUNTS, *LIMITS):
            if key in out:
                self._number(out, key, where)
        for key in ("title", "description", "format", "pattern"):
            if key in out and not isinstance(out[key], str):
                out.pop(key)
        if "pattern" in out and not _is_pattern(out["pattern"]):
            self._note(where, f"has a pattern that cannot be read: {out.pop('pattern')[:40]!r}")
        if not isinstance(out.get("uniqueItems", True), bool):
            out.pop("uniqueItems")
        if "examples" in out and not isinstance(out["examples"], list):
            out["examples"] = [out["examples"]]

    def _object(self, out: dict[str, Any], where: str, seen: frozenset[str], depth: int) -> None:
        inner: Mapping[str, Any] = out["properties"]
        listed = out.get("required")
        required = list(listed) if isinstance(listed, (list, tuple)) else []
        path = f"{where}." if where else ""
        told = {str(name): one for name, one in inner.items()}
        required += [
            name
            for name, one in told.items()
            if isinstance(one, Mapping) and one.get("required") in (True, "true", "True")
        ]
        out["properties"] = {
            name: self.read(one, f"{path}{name}", seen, depth + 1) for name, one in told.items()
        }
        out["required"] = list(dict.fromkeys(name for name in required if isinstance(name, str)))
        out["type"] = "object"

    def _number(self, out: dict[str, Any], key: str, where: str) -> None:
        value = out[key]
        if isinstance(value, bool):  # as drafts before the sixth wrote it
            side = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}.get(key, "")
            out.pop(key)
            if value and side in out:
                out[key] = number(out.pop(side))
            return
        amount = number(value)
        if amount is None or (key in COUNTS and not (isinstance(amount, int) and amount >= 0)):
            out.pop(key)
            if value is not None:
                self._note(where, f"has a {key} that is no number: {str(value)[:40]!r}")
        elif key == "multipleOf" and amount <= 0:
            out.pop(key)
        else:
            out[key] = amount


def _merged(under: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return two descriptions of one thing as one; the second is the nearer."""
    out = {**under, **over}
    if "properties" in under and isinstance(over.get("properties"), Mapping):
        out["properties"] = {**under["properties"], **over["properties"]}
    if isinstance(under.get("required"), list) and isinstance(over.get("required"), list):
        out["required"] = list(dict.fromkeys([*under["required"], *over["required"]]))
    if isinstance(under.get("enum"), list) and isinstance(over.get("enum"), list):
        out["enum"] = [v for v in under["enum"] if v in over["enum"]] or over["enum"]
    for key, nearer in (("minimum", max), ("maximum", min)):
        low, high = number(under.get(key)), number(over.get(key))
        if low is not None and high is not None:
            out[key] = nearer(low, high)
    return out


def _is_rule(branches: list[Any]) -> bool:
    """Tell ways that only say which names go together from ways that say what a value is."""
    return all(isinstance(way, Mapping) and set(way) <= {"required", "title"} for way in branches)


def _at(root: Mapping[str, Any], reference: str) -> Any:  # noqa: ANN401
    if not reference.startswith("#"):
        return None
    here: Any = root
    for part in reference[1:].strip("/").split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if key == "" and part == "":
            continue
        if isinstance(here, Mapping) and key in here:
            here = here[key]
        elif isinstance(here, list) and key.isdecimal() and int(key) < len(here):
            here = here[int(key)]
        else:
            return None
    return here


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return len(text) < 1000

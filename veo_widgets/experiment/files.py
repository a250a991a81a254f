"""A sweep from a file: JSON, or YAML as its version 1.2 reads words and numbers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from veo_widgets._lib.values import plain_value
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NULL: Final = "tag:yaml.org,2002:null"
MERGE: Final = "tag:yaml.org,2002:merge"
CORE: Final = (
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?i:inf)|\.(?i:nan)",
        "-+.0123456789",
    ),
    (NULL, r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    (MERGE, r"<<", "<"),
)


class Definition(dict[str, Any]):
    """What a file defines, and where it says so.

    Attributes:
        lines: The line of each name, from 1.
    """

    def __init__(self, values: Mapping[str, Any], lines: Mapping[str, int]) -> None:
        super().__init__(values)
        self.lines = lines


class Loader(yaml.SafeLoader):
    """Reads ``16:9``, ``yes`` and dates as the texts they are, and no name twice."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """Build a mapping whose names are all different."""
        names: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            name = f"{key.tag} {key.value}"
            if key.tag != MERGE and name in names:
                raise yaml.constructor.ConstructorError(
                    None,
                    None,
                    f"{key.value!r} stands in line {names[name]} already",
                    key.start_mark,
                )
            names[name] = line
        return super().construct_mapping(node, deep)


class Dumper(yaml.SafeDumper):
    """Writes what this reader and older ones read alike."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        letter: list(rules) for letter, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }


def _whole(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    text = str(loader.construct_scalar(node))
    if len(text) > LONGEST_NUMBER:
        raise yaml.constructor.ConstructorError(None, None, "a number too long", node.start_mark)
    return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))


def _float(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    text = str(loader.construct_scalar(node)).lower()
    return float(text.replace(".inf", "inf").replace(".nan", "nan"))


LONGEST_NUMBER: Final = 400
for _tag, _pattern, _first in CORE:
    _rule = re.compile(rf"^(?:{_pattern})$")
    Loader.add_implicit_resolver(_tag, _rule, list(_first))
    Dumper.add_implicit_resolver(_tag, _rule, list(_first))
Loader.add_constructor("tag:yaml.org,2002:int", _whole)
Loader.add_constructor("tag:yaml.org,2002:float", _float)


def read_file(path: Path) -> Definition:
    """Read what ``veo.sweep`` takes, by name.

    Args:
        path: A JSON or a YAML file.

    Raises:
        InvalidRequest: It cannot be read, is neither, holds a name twice, or holds no
            names and values; with the line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise InvalidRequest(f"{path} cannot be read: {why}") from None
    try:
        definition = json.loads(text, object_pairs_hook=_pairs)
    except (ValueError, RecursionError) as error:
        if text.lstrip().startswith("{") and isinstance(error, NamedTwice):
            raise InvalidRequest(f"{path}: {error}") from None
        definition = _from_yaml(path, text)
    if not isinstance(definition, dict) or not all(isinstance(name, str) for name in definition):
        raise InvalidRequest(f"{path} must hold names and values")
    lines = {name: line for name in definition if (line := _line(text, name))}
    return Definition({name: plain_value(value) for name, value in definition.items()}, lines)


class NamedTwice(ValueError):
    """A name stands in one object twice."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        if name in values:
            raise NamedTwice(f"{name!r} stands there twice")
        values[name] = value
    return values


def _from_yaml(path: Path, text: str) -> object:
    try:
        return yaml.load(text, Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f" in line {mark.line + 1}" if mark else ""
        raise InvalidRequest(f"{path} is no YAML{line}: {error.problem}") from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError) as error:
        why = " ".join(str(error).split())
        raise InvalidRequest(f"{path} is no YAML: {why}") from None


def _line(text: str, name: str) -> int | None:
    """Return the line that a name begins, quoted or not."""
    there = re.search(rf"""^[{{\s]*["']?{re.escape(name)}["']?\s*:""", text, re.MULTILINE)
    return None if there is None else text.count("\n", 0, there.end()) + 1

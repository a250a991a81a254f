"""Write ``js/src/wire.gen.ts`` from ``veo_widgets.view.wire`` and the widgets' traits.

Types, and the constants of ``view.wire.constants``: a text or a number as it is, a
tuple as a list, a set as a ``Set``, a mapping as a record. Whatever holds the words of
a ``Literal`` of the wire is typed by it.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
import types
import typing
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import traitlets as t

from veo_widgets import widgets
from veo_widgets.view import wire
from veo_widgets.view.wire import constants
from veo_widgets.widgets.base import VeoWidget
from veo_widgets.widgets.judge import Judge
from veo_widgets.widgets.studio import Studio
from veo_widgets.widgets.traits import Struct

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "js" / "src" / "wire.gen.ts"
MODELS: dict[str, Any] = {
    "BadgeModel": widgets.StatusBadge,
    "PlayerModel": widgets.VideoPlayer,
    "JobModel": widgets.JobWidget,
    "ImageModel": widgets.ImageInput,
    "CopyModel": widgets.CopyButton,
    "GridModel": widgets.ComparisonGrid,
    "ControlsModel": widgets.Controls,
    "StudioModel": Studio,
    "JudgeModel": Judge,
}
PLAIN = {
    object: "unknown",
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
}
TRAITS = {t.Unicode: "string", t.Int: "number", t.Float: "number", t.Bool: "boolean"}
Named = dict[int, str]


def is_typed_dict(value: object) -> bool:
    """Tell whether a value is a TypedDict class."""
    return isinstance(value, type) and hasattr(value, "__required_keys__")


def typescript(kind: Any, names: Named) -> str:
    """Spell a type; a type that cannot be spelled is an error, never ``any``."""
    if id(kind) in names:
        return names[id(kind)]
    if kind in PLAIN:
        return PLAIN[kind]
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " | ".join(f'"{part}"' for part in parts)
    if origin in {typing.Union, types.UnionType}:
        return " | ".join(typescript(part, names) for part in parts)
    if origin is list:
        return f"readonly ({typescript(parts[0], names)})[]"
    if origin is dict and parts[0] is str:
        return f"Readonly<Record<string, {typescript(parts[1], names)}>>"
    raise TypeError(f"{kind!r} has no TypeScript spelling here")


def interface(name: str, fields: dict[str, str]) -> str:
    """Spell an interface."""
    lines = "\n".join(f"  {field}: {kind};" for field, kind in fields.items())
    return f"export interface {name} {{\n{lines}\n}}\n"


def trait(found: t.TraitType[Any, Any], names: Named) -> str:
    """Spell a trait's type."""
    if isinstance(found, Struct):
        return typescript(found.shape, names)
    for kind, spelled in TRAITS.items():
        if isinstance(found, kind):
            return spelled
    raise TypeError(f"the trait {found!r} has no TypeScript spelling here")


def word_type(words: Iterable[object], aliases: dict[str, Any]) -> str:
    """Name the ``Literal`` that some words are of."""
    given = set(words)
    for name, value in aliases.items():
        if get_origin(value) is Literal and given <= set(get_args(value)):
            return name
    raise TypeError(f"{sorted(map(str, given))} are of no Literal of the wire")


def constant(name: str, value: Any, aliases: dict[str, Any]) -> str:
    """Spell a constant; one that cannot be spelled is an error."""
    if isinstance(value, frozenset):
        words = sorted(value)
        kind, spelled = f"ReadonlySet<{word_type(words, aliases)}>", f"new Set({json.dumps(words)})"
    elif isinstance(value, tuple):
        kind, spelled = f"readonly {word_type(value, aliases)}[]", json.dumps(value)
    elif isinstance(value, Mapping):
        key = word_type(value, aliases)
        if set(value) != set(get_args(aliases[key])):
            raise TypeError(f"{name} lacks words of {key}")
        kind = f"Readonly<Record<{key}, string>>"
        spelled = json.dumps(dict(value), ensure_ascii=False, indent=2)
    elif isinstance(value, (str, int, float)):
        return f"export const {name} = {json.dumps(value)};\n"
    else:
        raise TypeError(f"{value!r} has no TypeScript spelling here")
    return f"export const {name}: {kind} = {spelled};\n"


def generate() -> str:
    """Return the file's text."""
    rooms = [
        importlib.import_module(f"{wire.__name__}.{room.name}")
        for room in pkgutil.iter_modules(wire.__path__)
    ]
    shown = {
        name: value
        for room in rooms
        for name, value in vars(room).items()
        if name[0].isupper() and not name.isupper()
    }
    typed = {
        name: value
        for name, value in shown.items()
        if is_typed_dict(value) and value.__module__.startswith(wire.__name__)
    }
    aliases = {
        name: value
        for name, value in shown.items()
        if get_origin(value) in {Literal, typing.Union, types.UnionType}
        or (name.endswith(("ToPython", "FromPython")) and is_typed_dict(value))
    }
    names: Named = {id(v): n for n, v in aliases.items() if get_origin(v) is Literal}
    names |= {id(v): n for n, v in typed.items() if n not in aliases}
    me = Path(__file__).relative_to(ROOT).as_posix()
    out = [f"// Written by {me} from veo_widgets/view/wire. Do not edit.\n"]
    for name, value in aliases.items():
        spelled = typescript(value, {k: v for k, v in names.items() if v != name})
        out.append(f"export type {name} = {spelled};\n")
    out += [constant(name, getattr(constants, name), aliases) for name in constants.__all__]
    for name, value in typed.items():
        if name not in aliases:
            hints = typing.get_type_hints(value)
            fields = {field: typescript(kind, names) for field, kind in hints.items()}
            out.append(interface(name, fields))
    for name, widget in MODELS.items():
        fields = {
            field: trait(found, names)
            for kind in widget.__mro__[: widget.__mro__.index(VeoWidget)]
            if issubclass(kind, VeoWidget)
            for field, found in kind.class_own_traits(sync=True).items()
            if not field.startswith("_")
        }
        out.append(interface(name, fields).replace(" {", " extends Record<string, unknown> {", 1))
    return "\n".join(out)


def main() -> int:
    """Write the file, or with ``--check`` only compare it."""
    text = generate()
    if "--check" in sys.argv:
        same = TARGET.read_text("utf-8") == text
        print(f"{TARGET.name} is {'up to date' if same else 'stale: run make wire'}")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

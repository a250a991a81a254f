"""No code but the catalogue's names a model, or a parameter as the key of a request."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from veo_widgets.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
MODELS = {**Catalogue(DATA / "models").all(), **Catalogue(DATA / "strangers")}
KITS = {"model", "name", "take", "text", "length"}
"""Words of the kit itself: some model has a parameter of each."""
PARAMETERS = {name for model in MODELS.values() for name in model.properties} - KITS
SLUGS = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, MODELS))})(?![\w.-])")
TAKING = {"get", "pop", "setdefault"}
OWN: Final[dict[str, set[str]]] = {
    "client/actions.py": {"current.facts", "record.facts"},
    "client/score_rows.py": {"subject.asked"},
    "experiment/ladder.py": {"told"},
    "experiment/library.py": {"definition"},
    "experiment/spec.py": {"name"},
    "home/blind_votes.py": {"body"},
    "home/media_registry.py": {"entry"},
    "home/spend.py": {"rows[0]"},
    "home/takes.py": {"row"},
    "home/vote_files.py": {"body"},
    "hosts/pages.py": {"facts"},
    "judging/folder.py": {"axis"},
    "media/input_file.py": {"medium"},
    "media/metrics/asked.py": {"sample.asked"},
    "media/metrics/sound.py": {"asked"},
    "media/metrics/words.py": {"sample.asked"},
    "report/blind.py": {"showing"},
    "server/engine/spec.py": {"told"},
    "server/inputs.py": {
        "kind_of(data)[0]",
        "lasting",
        "medium",
        "role",
        "roles",
        "slot.medium",
        "stream",
    },
    "server/responses.py": {"answer", "options.output"},
    "view/asked.py": {"asked"},
    "view/carry.py": {"kind"},
    "view/fields.py": {"kind", "schema.get('x-role', name)"},
    "view/images.py": {"medium", "message", "view"},
    "view/job.py": {"told"},
    "view/models.py": {"role"},
    "view/takes.py": {"facts"},
    "widgets/studio.py": {"take"},
}
"""What holds by role, or is no request: a message, a fact of a file, a row of a table."""
WORDS = "|".join(sorted(PARAMETERS))
REQUEST = "values|parameters|request|body|params|payload"
JS = re.compile(
    rf"\b(?:{REQUEST})(?:\?\.|\.|(?:\?\.)?\[\s*[\"'])({WORDS})\b"
    rf"|\b(?:name|field)\s*[!=]==?\s*[\"']({WORDS})[\"']"
)
NOT_NAMES = {'name === "sound"'}


def named(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the word and what it is taken from, wherever a parameter's name is a key."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            yield from _word(node, node.slice, ast.unparse(node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in TAKING and node.args:
                yield from _word(node, node.args[0], ast.unparse(node.func.value))
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for side in sides:
                others = [ast.unparse(other) for other in sides if other is not side]
                for word in side.elts if isinstance(side, (ast.Tuple, ast.Set)) else [side]:
                    yield from _word(node, word, "".join(others))


def _word(node: ast.expr, key: ast.expr, taken_from: str) -> Iterator[tuple[int, str, str]]:
    if isinstance(key, ast.Constant) and key.value in PARAMETERS:
        yield node.lineno, str(key.value), taken_from


def found_in(source: str, own: set[str]) -> list[str]:
    """Return what Python code names that only the catalogue may."""
    tree = ast.parse(source)
    told = [f"{n}: {of}: {word}" for n, word, of in named(tree) if of not in own]
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    told += [
        f"{node.lineno}: {node.value[:60]!r}"
        for node in texts
        if isinstance(node.value, str) and id(node) not in documented and SLUGS.search(node.value)
    ]
    return told


def sources(folder: Path, *ends: str) -> list[Path]:
    """Return the files of a folder whose work is not to know models."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in ends and "catalogue" not in path.relative_to(folder).parts
    ]


def test_no_python_names_a_model_or_a_parameter() -> None:
    package = ROOT / "veo_widgets"
    files = {str(path.relative_to(package)): path for path in sources(package, ".py")}
    found = {
        name: told
        for name, path in files.items()
        if (told := found_in(path.read_text("utf-8"), OWN.get(name, set())))
    }

    assert files
    assert not found, "read by role instead: model.having(role), by_role(request, model)"
    stale = {
        (name, of)
        for name, own in OWN.items()
        for of in own - {each[2] for each in named(ast.parse(files[name].read_text("utf-8")))}
    }
    assert not stale


def test_no_typescript_names_a_model_or_a_parameter() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sources(ROOT / "js" / "src", ".ts", ".tsx")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (JS.search(line) and not any(each in line for each in NOT_NAMES)) or SLUGS.search(line)
    ]

    assert not found, "find the field by its role"


@pytest.mark.parametrize(
    "line",
    [
        "asked['prompt']",
        "spec.base.get('promptText')",
        "record.parameters.pop('image_url', None)",
        "'num_frames' in request",
        "if name == 'duration': pass",
        "x = name in ('seed', 'fps')",
        "model.slug == 'svd'",
        "cheap = ['happyhorse', 'sora-2']",
        "note = 'kling-o1-image-to-video has none'",
        "body['duration_ms'] = 8000",
    ],
)
def test_what_is_slipped_by_is_found(line: str) -> None:
    assert found_in(line, set())


@pytest.mark.parametrize(
    "line",
    ["values.prompt", 'form.values["seed"]', 'field.name === "duration"', "'veo-2'", "values?.fps"],
)
def test_what_is_slipped_by_in_typescript_is_found(line: str) -> None:
    assert JS.search(line.replace("field.name", "name")) or SLUGS.search(line)

"""No code but the catalogue's names a model, or a parameter as the key of a request."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from veo_widgets.catalogue import Catalogue
from veo_widgets.catalogue.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
MODELS = {**Catalogue(DATA / "models").all(), **Catalogue(DATA / "strangers")}
KITS = {"model", "name", "take", "text", "length"}
"""Words of the kit itself: some model has a parameter of each."""
WORDY = {"text", "length"}
"""Those of them that the kit asks no model for."""
PARAMETERS = {name for model in MODELS.values() for name in model.properties} - KITS
ASKED = {"params", "parameters", "payload", "request", "values"}
"""What holds a request, whose words are the model's."""
FAMILIES = "|".join({match[0] for slug in MODELS if (match := re.match("[a-z]{3,}", slug))})
NEXT = re.compile(rf"(?<![\w.-])(?:{FAMILIES})-?\d(?![\w-]*px)")
"""A model of a known family, whichever comes next."""
COMPOUND = {name for name in PARAMETERS if re.search("_|[a-z][A-Z]", name)} - set(ROLES)
"""Names that mean nothing but a parameter, wherever they stand."""
SQL = re.compile(rf"\$\.(?:\w+\.)*(?:{'|'.join(sorted(PARAMETERS))})\b")
SLUGS = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, MODELS))})(?![\w.-])")
TAKING = {"get", "pop", "setdefault"}
OWN: Final[dict[str, set[str]]] = {
    "client/actions.py": {"current.facts", "record.facts"},
    "client/score_rows.py": {"subject.asked"},
    "experiment/ladder.py": {"told"},
    "experiment/library.py": {"definition"},
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
LITERALS: Final[dict[str, set[str]]] = {
    "media/metrics/ends.py": {"first_frame"},
    "segmind/outputs.py": {"audio_url", "first_frame", "image_url", "video_url"},
}
"""What is a metric's name, or a word of the service's answers."""
WORDS = "|".join(sorted(PARAMETERS))
REQUEST = "values|parameters|request|body|params|payload"
JS = re.compile(
    rf"\b(?:{REQUEST})(?:\?\.|\.|(?:\?\.)?\[\s*[\"'])({WORDS})\b"
    rf"|\b(?:name|field)\s*[!=]==?\s*[\"']({WORDS})[\"']"
)
WRITTEN = re.compile(rf"[\"'`](?:{'|'.join(sorted(COMPOUND))})[\"'`]")
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
    kit = taken_from.rpartition(".")[2] in ASKED and isinstance(node, (ast.Subscript, ast.Call))
    if isinstance(key, ast.Constant) and key.value in (PARAMETERS | WORDY if kit else PARAMETERS):
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
        if isinstance(node.value, str) and id(node) not in documented and _names(node.value, own)
    ]
    return told


def _names(text: str, own: set[str]) -> bool:
    return any(each.search(text) for each in (SLUGS, NEXT, SQL)) or text in COMPOUND - own


def found_in_script(line: str) -> bool:
    """Tell whether a line of TypeScript names what only the catalogue may."""
    for each in NOT_NAMES:
        line = line.replace(each, "")
    return any(each.search(line) for each in (JS, SLUGS, NEXT, WRITTEN))


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
        if (
            told := found_in(
                path.read_text("utf-8"), OWN.get(name, set()) | LITERALS.get(name, set())
            )
        )
    }

    assert files
    assert not found, "read by role instead: model.having(role), by_role(request, model)"
    stale = {
        (name, of)
        for name, own in OWN.items()
        for of in own - {each[2] for each in named(ast.parse(files[name].read_text("utf-8")))}
    }
    assert not stale
    unwritten = {
        word
        for name, words in LITERALS.items()
        for word in words
        if f'"{word}"' not in files[name].read_text("utf-8")
    }
    assert not unwritten


def test_no_typescript_names_a_model_or_a_parameter() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sources(ROOT / "js" / "src", ".ts", ".tsx")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if found_in_script(line)
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
        """query = "json_extract(parameters, '$.seed')" """,
        "extra = {'generate_audio': False}",
        "names = ('num_frames',)",
        "ask(promptText=None, name='promptText')",
        "model = 'veo-9'",
        "params['text']",
        "record.params.get('length')",
    ],
)
def test_what_is_slipped_by_is_found(line: str) -> None:
    assert found_in(line, set())


@pytest.mark.parametrize(
    "line",
    [
        "values.prompt",
        'form.values["seed"]',
        'field.name === "duration"',
        "'veo-2'",
        "values?.fps",
        'const SWITCH = "generate_audio";',
        'pick("veo-9")',
        'name === "sound" || name === "seed"',
    ],
)
def test_what_is_slipped_by_in_typescript_is_found(line: str) -> None:
    assert found_in_script(line.replace("field.name", "name"))

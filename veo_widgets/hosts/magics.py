"""``%load_ext veo_widgets``: a cell's text as a prompt, and what Tab offers on its first line."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.catalogue.roles import PROMPT
from veo_widgets.client import functions
from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from IPython.core.completer import CompletionContext, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

    from veo_widgets.catalogue import Catalogue, Model
    from veo_widgets.client import Job

NAME: Final = "veo"
MODEL: Final = "model"
HELP: Final = """\
%%veo model=SLUG [PARAMETER=VALUE …]    on a cell's first line; the rest of the cell is the prompt
%veo SLUG                               what that model takes, and what it costs

    %%veo model={example}
    a red fox runs through fresh snow

Values in quotes may hold spaces; $name is a variable's value. The job is the cell's own: _ holds it.
Tab completes models, parameters and their values. Models: {models}."""


def request_of(line: str, cell: str, catalogue: Catalogue) -> tuple[Model, dict[str, Any]]:
    """Return the model and the parameters that a cell asks for.

    Args:
        line: Behind ``%%veo``: a model, and parameters as ``name=value``.
        cell: The prompt.
        catalogue: The models.

    Raises:
        InvalidRequest: The line cannot be read, or names no model.
        UnknownModel: With the nearest slug.
    """
    given = dict(map(_pair, _words(line)))
    if MODEL not in given:
        slugs = ", ".join(catalogue)
        raise InvalidRequest(f"%%veo wants a model, model=SLUG; there are {slugs}")
    model = catalogue[str(given.pop(MODEL))]
    name, prompt = model.having(PROMPT) or PROMPT, cell.strip()
    if name in given:
        raise InvalidRequest(f"the cell's text is the prompt, so {name}=… is one too many")
    return model, {**given, **({name: prompt} if prompt else {})}


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise InvalidRequest(f"%%veo cannot read {line!r}: {str(error).lower()}") from None


def _pair(word: str) -> tuple[str, Any]:
    """Return a name and a value, as text unless it is a list or an object."""
    name, sign, value = word.partition("=")
    if not sign:
        return MODEL, word
    if not name or not value:
        raise InvalidRequest(f"%%veo takes NAME=VALUE, not {word!r}")
    try:
        return name, json.loads(value) if value[0] in "[{" else value
    except ValueError as error:
        raise InvalidRequest(f"{name} is no JSON: {error}") from None


def offered(typed: str, catalogue: Mapping[str, Model]) -> tuple[str, list[str]]:
    """Return the word that is being typed on a line of ours, and what it may become.

    Args:
        typed: The line up to the cursor; the magic and a space are its first.
        catalogue: The models.
    """
    magic, *before, word = typed.split(" ")
    name, sign, value = word.partition("=")
    given = {each.partition("=")[0] for each in before}
    model = next((catalogue[slug] for each in before if (slug := _slug(each)) in catalogue), None)
    if name == MODEL and sign:
        return value, _starting(value, catalogue)
    if model is None:
        return word, _starting(word, [f"{MODEL}=" if magic[1] == "%" else "", *catalogue])
    if sign:
        return value, _starting(value, _values(model.properties.get(name, {})))
    prompt = model.having(PROMPT)
    names = [each for each in model.properties if each not in given and each != prompt]
    return word, [f"{each}=" for each in _starting(word, names)]


def _slug(word: str) -> str:
    return word.removeprefix(f"{MODEL}=")


def _starting(word: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name and name.startswith(word)]


def _values(row: Mapping[str, Any]) -> list[str]:
    options = row.get("enum") or ([True, False] if row.get("type") == "boolean" else [])
    plain = (str(each).lower() if isinstance(each, bool) else str(each) for each in options)
    return [shlex.quote(each) for each in plain]


def cell_magic(line: str, cell: str) -> Job:
    """Send a cell's text as a prompt, and show its job; ``%veo`` alone tells how."""
    client = functions.client()
    model, parameters = request_of(line, cell, client.catalogue)
    return client.submit(model.slug, parameters=parameters)


def line_magic(line: str) -> Model | None:
    """Tell how ``%%veo`` is used, or what a model takes."""
    words, catalogue = _words(line), functions.known_models()
    if words:
        return catalogue[_slug(words[0])]
    example = next(map(_example, catalogue.values()), "SLUG")
    print(HELP.format(example=example, models=", ".join(catalogue)))  # noqa: T201
    return None


def _example(model: Model) -> str:
    """Return a model with parameters that it has, each with a value that it takes."""
    seed, length = model.having("seed"), model.length
    told = {seed: 7} if seed else {}
    if length is not None:
        told[length.name] = length.nearest(4.0)
    good = {n: v for n, v in told.items() if n not in {p.field for p in model.check(told).problems}}
    return " ".join((model.slug, *(f"{name}={shlex.quote(str(v))}" for name, v in good.items())))


def matcher(context: CompletionContext) -> SimpleMatcherResult:
    """Offer models, parameters and values on a line that begins with the magic."""
    from IPython.core.completer import SimpleCompletion

    typed = context.line_with_cursor[: context.cursor_position]
    ours = typed.startswith((f"%{NAME} ", f"%%{NAME} "))
    word, names = offered(typed, functions.known_models()) if ours else ("", [])
    return {
        "completions": [SimpleCompletion(name, type="param") for name in names],
        "matched_fragment": word,
        "suppress": bool(names),
        "ordered": True,
    }


matcher.matcher_api_version = 2  # type: ignore[attr-defined]
matcher.matcher_identifier = __name__  # type: ignore[attr-defined]


def load(shell: InteractiveShell) -> None:
    """Give a shell the magics and their completions, once."""
    unload(shell)
    # Its own type has the decorators' arguments off by one.
    register: Any = shell.register_magic_function
    register(cell_magic, "cell", NAME)
    register(line_magic, "line", NAME)
    shell.Completer.custom_matchers.append(matcher)


def unload(shell: InteractiveShell) -> None:
    """Take them away again."""
    for kind in ("cell", "line"):
        shell.magics_manager.magics[kind].pop(NAME, None)
    matchers = shell.Completer.custom_matchers
    matchers[:] = [each for each in matchers if getattr(each, "__module__", "") != __name__]

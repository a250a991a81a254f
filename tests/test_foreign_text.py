"""Text that others wrote is text: in terminals, in shells, in Python."""

from __future__ import annotations

import ast
import json
import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import KEY
from veo_widgets import cli, errors
from veo_widgets._lib.terminal import plain
from veo_widgets.catalogue import Catalogue
from veo_widgets.catalogue.foreign import from_row
from veo_widgets.catalogue.snippets import as_python
from veo_widgets.client import Client
from veo_widgets.segmind.answers import failure, refusal
from veo_widgets.segmind.snippets import as_curl

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = {
    "closing tag": "a [/b] fox",
    "markup": "[red]a[/red] [link=http://x]fox[/link]",
    "title": "a\x1b]0;owned\x07fox",
    "link": "a\x1b]8;;http://x\x1b\\fox\x1b]8;;\x1b\\",
    "colour": "a\x1b[31mfox\x1b[0m",
    "clear": "a\x1b[2J\x1b[Hfox",
    "eight bits": "a\x9b31mfox\x9d0;t\x9c",
    "bidi": "a\u202efox\u2066\u2069\u200f",
    "bell": "a\x07\x08\x7ffox",
    "lines": "a\r\nfox\x85\u2028",
    "unended": "a fox\x1b]0;",
}


def steers(text: str) -> bool:
    return any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text) or any(
        letter in text for letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f"
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_code_for_a_terminal_is_left(text: str) -> None:
    assert not steers(plain(text))
    assert "fox" in plain(text)
    assert not steers(str(failure({"error": text})))
    assert not steers(str(refusal(400, {}, json.dumps({"error": text}), 0.0)))


def test_what_steers_nothing_stays() -> None:
    for text in ("é ü 狐 🦊 नमस्ते", "[b]x[/b]", "שלום", "a\\b {c} %d $e", ""):
        assert plain(text) == text


@given(st.text())
def test_any_text_becomes_one_harmless_line(text: str) -> None:
    assert not steers(plain(text))
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_command_line_prints_any_prompt(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = httpx.Response(400, json={"error": text})
    mock = httpx.MockTransport(lambda _: answer)
    client = Client(KEY, "http://h/v1", tmp_path, connect=_over(mock))
    with client, pytest.raises(errors.VeoError):
        client.submit("veo-2", prompt=text, seed=1).wait(20)

    cli.jobs.jobs(home=tmp_path)
    cli.base.say(errors.VeoError(text))
    out = "".join(capsys.readouterr())
    assert not steers(out.replace("\n", ""))
    assert "fox" in out
    assert "[/b]" in out or "[/b]" not in text
    assert "[red]" in out or "[red]" not in text


def _over(mock: httpx.MockTransport) -> Any:
    from veo_widgets.segmind import Segmind

    return lambda there: Segmind(there, transport=mock)


@pytest.mark.parametrize(
    "row",
    [
        {"slug": "veo-2; touch x #", "parameters_schema": {"prompt": {"type": "str"}}},
        {"slug": "../veo", "parameters_schema": {"prompt": {"type": "str"}}},
        {"slug": "$(id)", "parameters_schema": {"prompt": {"type": "str"}}},
        {"slug": "Veo\n", "parameters_schema": {"prompt": {"type": "str"}}},
        {"slug": "a", "parameters_schema": {"a=__import__('os').system('id'),b": {}}},
        {"slug": "a", "parameters_schema": {"properties": {"x y": {}}}},
        {"slug": "a", "parameters_schema": {"properties": {"x": {"type": []}}}},
        {"slug": "a", "parameters_schema": {"properties": [1]}},
        {"slug": "a", "parameters_schema": {"x": {"type": {"a": 1}}}},
    ],
    ids=repr,
)
def test_a_published_model_that_is_none_is_set_aside_with_a_word(row: dict[str, Any]) -> None:
    fine = {"slug": "fine-1", "parameters_schema": {"prompt": {}, "num_frames": {"type": "int"}}}
    models = Catalogue(fetch=lambda: [row, fine])
    models.refresh()

    assert row["slug"] not in models
    assert "fine-1" in models
    assert len(models.set_aside) == 1
    assert all(models.set_aside.values())


@given(
    st.text(min_size=1),
    st.dictionaries(st.text(), st.text() | st.integers() | st.booleans(), max_size=4),
)
def test_a_snippet_only_ever_holds_values(model: str, parameters: dict[str, Any]) -> None:
    module = ast.parse(as_python(model, parameters, take=2))
    call = module.body[-1]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    assert ast.literal_eval(call.value.args[0]) == model
    values = {word.arg: ast.literal_eval(word.value) for word in call.value.keywords}
    assert values.pop("take") == 2
    assert {**values, **values.pop("parameters", {})}.keys() >= parameters.keys()


@pytest.mark.parametrize("model", ["veo-2", "veo-2; touch x #", "$(id)", "`id`", "a'b", "a\nb"])
def test_a_shell_command_has_one_address_and_one_body(model: str) -> None:
    words = shlex.split(as_curl(model, {"prompt": "it's; $(id) `id`"}).replace("\\\n", ""))

    assert [words[0], words[2], words[4], words[6]] == ["curl", "-H", "-H", "-d"]
    assert words[1].startswith("https://api.segmind.com/v2/")
    assert len(words) == 8
    assert json.loads(words[7]) == {"prompt": "it's; $(id) `id`"}


def test_names_of_published_models_are_text() -> None:
    model = from_row({"slug": "a", "name": "A\x1b[31m", "description": 5, "parameters_schema": {}})

    assert model is not None
    assert (model.title, model.summary) == ("A", "")


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "ascii", "TERM": "dumb"},
    ],
    ids=str,
)
def test_output_degrades_and_never_dies(environ: dict[str, str], tmp_path: Path) -> None:
    with Client(home=tmp_path / "home") as client:
        client.session.ledger.sweeps.keep("x", {})
    (tmp_path / "x.json").write_text(
        json.dumps({"prompt": "ein Fuchs 🦊 – {w}", "w": ["é", "狐"], "model": "veo-2"}), "utf-8"
    )
    for words in (["--plan", "--json"], ["--plan"]):
        done = subprocess.run(
            [sys.executable, "-m", "veo_widgets", "sweep", "x.json", "--home", "home", *words],
            cwd=tmp_path,
            env={**os.environ, **environ},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        if words[-1] == "--json":
            assert json.loads(done.stdout)[1]["at"] == {"w": "狐"}


@pytest.mark.parametrize("words", [["models"], ["models", "--json"]])
def test_a_reader_that_leaves_is_no_fault(words: list[str], tmp_path: Path) -> None:
    command = shlex.join([sys.executable, "-m", "veo_widgets", *words])
    done = subprocess.run(
        ["bash", "-c", f"{command} | true; {command} >&-; {command} 2>&- >/dev/null"],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr

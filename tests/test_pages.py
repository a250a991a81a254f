"""Every page's code runs, every command that a page names is one, and every public name is told of."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from typer.main import get_command

import veo_widgets as veo
from tests.conftest import KEY, picture, serving
from veo_widgets.cli import app
from veo_widgets.client import functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.glob("*.md"))
FENCE = re.compile(
    r"^(?:<!-- not run: (?P<reason>[^\n]+) -->\n)?```(?P<language>[\w{}-]*)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SHOWN = {"json", "toml", "text", "{toctree}", "{eval-rst}", "{include}"}
INLINE = re.compile(r"`((?:veo-widgets|make) [a-z][^`\n]*)`")
TARGETS = set(re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
EXTRA = re.compile(r"veo-widgets\[(\w+)\]")


class Block(NamedTuple):
    """A piece of code of a page."""

    language: str
    code: str
    reason: str | None
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(
            found["language"],
            found["code"],
            found["reason"],
            text[: found.start("code")].count("\n"),
        )
        for found in FENCE.finditer(text)
    ]


RUN = [page for page in PAGES if any(block.language == "python" for block in blocks(page))]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[veo.Client]:
    """A reader's client, on a home that holds a sweep which was run."""
    folder = tmp_path_factory.mktemp("pages")
    with serving(folder / "server") as running:
        client = veo.Client(KEY, f"{running.endpoint.api}/v1", folder / "home")
        sweep = {"model": ["veo-3.1-fast", "veo-3-fast"], "seed": [1, 2], "duration": 4}
        sweep["resolution"] = "720p"
        veo.sweep("a red panda", name="panda", client=client, **sweep).run(budget=20).wait(150)
        yield client
        client.close()


@pytest.fixture
def taken_for_granted(
    client: veo.Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mp4: Path,
    entered: None,
) -> Iterator[dict[str, Any]]:
    """What every page's reader has by then: a sweep that was run, a clip, files, another's home."""
    functions._client = client
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "a.mp4").write_bytes(mp4.read_bytes())
    (here / "b.mp4").write_bytes(mp4.read_bytes() + b"\0\0\0\x09freeb")
    (here / "start.png").write_bytes(picture())
    veo.Client(home="../their/veo_runs").close()
    sweep = veo.sweeps()["panda"]
    job = sweep.jobs()[0]
    yield {"veo": veo, "sweep": sweep, "job": job, "clip": job.clip}
    functions._client = None


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_every_page_s_code_runs(page: Path, taken_for_granted: dict[str, Any]) -> None:
    names = {"__name__": "__main__", **taken_for_granted}
    for block in blocks(page):
        if block.language == "python" and not block.reason:
            code = "\n" * block.line + block.code
            exec(compile(code, str(page), "exec"), names)


def test_code_that_is_not_run_says_why_and_all_else_is_of_a_known_kind() -> None:
    for page in PAGES:
        for block in blocks(page):
            assert block.language in SHOWN | {"python", "sh"}, f"{page.name}:{block.line}"
            assert not block.reason or block.language == "python", f"{page.name}:{block.line}"
        assert page.read_text("utf-8").count("<!-- not run:") == sum(
            block.reason is not None for block in blocks(page)
        ), page.name


def check(words: list[str], group: click.Group) -> None:
    """Make sure that a command is one, with its options."""
    if words[0] == "make":
        assert {word for word in words[1:] if "=" not in word} <= TARGETS
    elif words[0] == "veo-widgets":
        command = group.commands[words[1]]
        command.make_context(words[1], words[2:], resilient_parsing=True)
    else:
        assert words[:2] == ["pip", "install"], words


def test_every_command_that_a_page_names_is_one() -> None:
    group: click.Group = get_command(app)  # type: ignore[assignment]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for page in (*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        text = page.read_text("utf-8")
        lines = [
            line
            for block in blocks(page)
            if block.language == "sh"
            for line in block.code.splitlines()
        ]
        for line in (*lines, *INLINE.findall(text)):
            if words := shlex.split(line, comments=True):
                check(words, group)
        assert set(EXTRA.findall(text)) <= set(extras["optional-dependencies"]), page.name


def test_the_keys_that_a_page_names_do_what_it_says() -> None:
    source = (ROOT / "js/src/grid/keys.ts").read_text("utf-8")
    rows = re.findall(r'\["([^"]+)", "([^"]+)"\]', source)
    does = {
        key: word
        for keys, words in rows
        for key, word in zip(keys.split(), words.split(", "), strict=False)
    }
    modes = r"\*\*(.)\*\* (wipe|difference|blink|onion)"
    told = [pair for page in PAGES for pair in re.findall(modes, page.read_text("utf-8"))]

    assert len(told) >= 4
    assert [pair for pair in told if not does[pair[0]].startswith(pair[1])] == []


def test_every_public_name_is_in_the_reference() -> None:
    page = (DOCS / "reference.md").read_text("utf-8")
    told = re.findall(
        r"^\.\. auto(?:function|class|exception):: veo_widgets\.(\w+)$", page, re.MULTILINE
    )

    assert sorted(told) == sorted(veo.__all__)


def test_every_page_is_reached_from_the_first() -> None:
    trees = [block.code for block in blocks(DOCS / "index.md") if block.language == "{toctree}"]
    named = {
        line.rpartition("<")[2].rstrip(">")
        for tree in trees
        for line in tree.splitlines()
        if line and not line.startswith(":")
    }

    assert named == (
        {page.stem for page in PAGES if page.stem != "index"}
        | {f"notebooks/{path.stem}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    )

"""Whatever is handed to a public call, it ends, and in no error outside the tree."""

from __future__ import annotations

import inspect
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import veo_widgets as veo
from tests.odd_values import ODD, SENSIBLE, Broken
from tests.places import InMemory
from veo_widgets.cli import app
from veo_widgets.client import functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from veo_widgets.client import Client

    Calls = list[Callable[..., object]]


VALUES: Final = st.sampled_from(SENSIBLE) | st.sampled_from(ODD) | st.text() | st.integers()
NAMES: Final = [
    "prompt",
    "seed",
    "duration",
    "resolution",
    "image",
    "w",
    "name",
    "drawn",
    "generate_audio",
    "sede",
    "x y",
]


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, clip_of_four_seconds: bytes
) -> Iterator[Client]:
    with ExitStack() as stack:
        home = tmp_path_factory.mktemp("odd") / "home"
        yield InMemory(clip_of_four_seconds, home, stack).client()


@pytest.fixture(scope="module")
def calls(client: Client) -> list[Callable[..., object]]:
    clip = client.run("veo-3-fast", prompt="a lake", duration=4, seed=1, timeout=60)
    job = client.jobs()[0]
    sweep = veo.sweep("a {w} lake", model="veo-2", w=["a", "b"], client=client)
    model = client.models()["veo-2"]
    of_client: Calls = [
        client.submit,
        client.job,
        client.jobs,
        client.adopt,
        client.spend,
        client.models,
    ]
    of_job: Calls = [job.wait, job.retry, job.resubmit, job.cancel, job.unwatch]
    of_sweep: Calls = [
        sweep.plan,
        _extend(sweep),
        sweep.rows,
        sweep.to_dataframe,
        sweep.to_yaml,
        sweep.retry,
        sweep.report,
    ]
    of_model: Calls = [model.validate, model.check, model.price, model.having, model.defaults]
    package: Calls = [
        veo.submit,
        veo.job,
        veo.jobs,
        veo.adopt,
        veo.sweep,
        veo.sweeps,
        veo.models,
        veo.spend,
    ]
    shown: Calls = [
        veo.compare,
        veo.Controls,
        veo.VideoPlayer,
        veo.StatusBadge,
        veo.ComparisonGrid,
        veo.ImageInput,
    ]
    looked_up: Calls = [client.models().__getitem__, veo.sweeps(client).__getitem__, sweep.run]
    other: Calls = (
        [veo.Client, veo.Clip.open, clip.export]
        if hasattr(clip, "export")
        else [veo.Client, veo.Clip.open]
    )
    return [
        *of_client,
        *of_job,
        *of_sweep,
        *of_model,
        *package,
        *shown,
        *looked_up,
        *other,
        _budget(client),
    ]


def _extend(sweep: veo.Sweep) -> Callable[..., object]:
    spec = sweep.spec

    def extend(**axes: object) -> object:
        sweep.spec = spec
        return sweep.extend(**axes)

    return extend


def _budget(client: Client) -> Callable[[object], None]:
    def budget(dollars: object) -> None:
        client.budget = dollars  # type: ignore[assignment]
        client.budget = None

    return budget


def arguments(
    call: Callable[..., object], draw: Callable[[Any], Any]
) -> tuple[list[Any], dict[str, Any]]:
    """Draw values for a call's own parameters, and for names that it may not know."""
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in inspect.signature(call).parameters.values():
        needed = parameter.default is parameter.empty
        if parameter.kind is parameter.VAR_KEYWORD:
            named |= draw(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3))
        elif (
            parameter.name in {"client", "limits", "connect", "clock"}
            or parameter.kind is parameter.VAR_POSITIONAL
        ):
            continue
        elif needed or draw(st.booleans()):
            if parameter.kind is parameter.POSITIONAL_ONLY:
                positional.append(draw(VALUES))
            else:
                named[parameter.name] = draw(VALUES)
    return positional, named


@settings(
    max_examples=1200,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def _try(calls: list[Callable[..., object]], found: dict[str, str], data: st.DataObject) -> None:
    call = data.draw(st.sampled_from(calls))
    positional, named = arguments(call, data.draw)
    try:
        result = call(*positional, **named)
        repr(result)
        if isinstance(result, veo.Client):
            result.close()
    except veo.VeoError:
        pass
    except Exception as error:  # noqa: BLE001
        last = inspect.trace()[-1]
        name = f"{getattr(call, '__qualname__', call)} {type(error).__name__} {last.filename}:{last.lineno}"
        found.setdefault(
            name,
            f"{positional!r:.200} {named!r:.300}" if not _broken(positional, named) else "broken",
        )


def _broken(positional: list[Any], named: dict[str, Any]) -> bool:
    return any(isinstance(value, Broken) for value in (*positional, *named.values()))


@pytest.mark.usefixtures("widgets")
def test_no_call_ends_outside_the_tree(
    client: Client, calls: list[Callable[..., object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(functions, "_client", client)
    monkeypatch.setattr("getpass.getpass", lambda *_: "\0")
    found: dict[str, str] = {}
    try:
        _try(calls, found)
    finally:
        functions._client = None

    assert not found, "\n".join(f"{name}: {values}" for name, values in found.items())


WORDS: Final = st.sampled_from(
    [
        "",
        "veo-2",
        "ready",
        "-1",
        "9" * 30,
        "nan",
        "a\0b",
        "\ud83e",
        "x" * 3000,
        "[/b]",
        "--",
        "\x1b[2J",
    ]
) | st.text(max_size=20)
COMMANDS: Final = [
    ["jobs", "--state"],
    ["jobs", "--model"],
    ["jobs", "--limit"],
    ["models"],
    ["sweep"],
    ["sweep", "--plan"],
    ["run"],
    ["run", "veo-2", "--budget", "1", "--param"],
    ["run", "veo-2", "--budget"],
    ["run", "veo-2", "--via"],
    ["run", "veo-2", "--image"],
    ["run", "veo-2", "--unknown"],
    ["sweep", "--plan", "--budget"],
    ["resume", "--timeout"],
    ["verdict"],
    ["verdict", "shown", "--by"],
    ["verdict", "shown", "--rater"],
    ["verdict", "shown", "--merge"],
    ["report", "shown"],
    ["report", "--serve"],
    ["report", "shown", "x.html", "--by"],
    ["export", "shown"],
    ["video", "shown"],
    ["video", "shown", "x.mp4", "--sound"],
    ["sheet", "shown"],
    ["doctor", "--home"],
    ["jobs", "--home"],
    ["models", "--home"],
    ["serve", "--port"],
    ["serve", "--rpm"],
    ["serve", "--clip-days"],
    ["serve", "--scheduler"],
    ["serve", "--retired"],
    ["serve", "--name"],
    ["serve", "--latency"],
    ["serve", "--faults"],
    ["serve", "--quality"],
    ["serve", "--engine"],
    ["serve", "--choice"],
]


@settings(
    max_examples=100,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(st.sampled_from(COMMANDS), WORDS, st.none() | st.text() | st.binary())
def _try_command(
    found: dict[str, str], folder: Path, command: list[str], word: str, content: str | bytes | None
) -> None:
    words = [*command, word]
    if command[0] == "run":
        words += ["--prompt", "x", "--param", "sede=1"]
    if command[-1] == "--home":
        words[-1] = f"{folder}/{word}"
    if command[0] == "serve":
        words += ["--host", "0.0.0.0"]
    if command[0] == "sweep" and content is not None:
        file = folder / "sweep.yaml"
        file.write_bytes(
            content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        )
        words = ["sweep", "--plan", str(file)]
    result = CliRunner().invoke(app, words)
    error = result.exception
    if error is not None and not isinstance(error, (veo.VeoError, SystemExit)):
        found.setdefault(f"{command} {type(error).__name__}", f"{words!r:.200} {content!r:.100}")


def test_no_command_ends_outside_the_tree(tmp_path: Path) -> None:
    found: dict[str, str] = {}
    _try_command(found, tmp_path)

    assert not found, "\n".join(f"{name}: {values}" for name, values in found.items())

"""A server in a thread, clients on homes of their own, and a clean environment."""

from __future__ import annotations

import os
import threading
import warnings
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import cv2
import httpx
import hypothesis
import numpy as np
import pytest

from tests.clips import coded_clip
from tests.judge import Judge, judging
from tests.loop_guard import watched_loop
from tests.prints import install, prints, prints_environment
from tests.raters import opened
from veo_widgets.client import Client, functions, scoring
from veo_widgets.conductor import Limits
from veo_widgets.local.launch import Running, _attach
from veo_widgets.media.metrics import Outcome, Work, known, measure
from veo_widgets.media.metrics.base import ENTERED
from veo_widgets.server import images
from veo_widgets.server.engine import RenderSpec
from veo_widgets.server.engine.adapter import StoryboardEngine
from veo_widgets.server.executors import executor
from veo_widgets.server.main import serve
from veo_widgets.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from distributed import LocalCluster

    from tests.places import Place
    from veo_widgets.server.main import Renderers

KEY = "SG_0123456789abcdef"
hypothesis.settings.register_profile("no clock", deadline=None)
hypothesis.settings.load_profile("no clock")
PAGE = "https://segmind-resources.s3.amazonaws.com/input/"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kinds: Path) -> Iterator[None]:
    for name in list(os.environ):
        if name.startswith(("SEGMIND", "VEO_WIDGETS")):
            monkeypatch.delenv(name)
    for name, value in prints_environment(kinds).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.chdir(tmp_path)
    yield
    if functions._client is not None:
        functions._client.close()
        functions._client = None


@pytest.fixture(autouse=True)
def _free_loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which the conductor's loop was blocked."""
    if "blocks" in request.keywords:
        yield
        return
    with watched_loop(monkeypatch) as blocks:
        yield
    assert not blocks, blocks


def picture(width: int = 640, height: int = 360, hue: int = 90) -> bytes:
    """Return a JPEG with something in it."""
    image = np.full((height, width, 3), (hue, 160, 220 - hue), np.uint8)
    cv2.circle(image, (width // 2, height // 2), height // 3, (40, 40, 200), -1)
    return bytes(cv2.imencode(".jpg", image)[1])


@pytest.fixture(scope="session")
def sample_images() -> Iterator[None]:
    """Answer the model page's two sample URLs with local pictures."""
    original = images._fetch

    async def fetch(url: str, shown: str, *, allow_private: bool) -> bytes:
        if url.startswith(PAGE):
            return picture(hue=len(url) % 180)
        return await original(url, shown, allow_private=allow_private)

    images._fetch = fetch
    yield
    images._fetch = original


_kinds: list[Path] = []


@pytest.fixture(scope="session", autouse=True)
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of what ``prints`` keeps, one for all processes of this run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "kinds"
    folder.mkdir(exist_ok=True)
    install(folder)
    _kinds[:] = [folder]
    return folder


@contextmanager
def serving(
    folder: Path,
    *,
    rendering: bool = False,
    models: Path | None = None,
    renderers: Renderers | None = None,
    **settings: Any,
) -> Iterator[Running]:
    """Run a server in a thread until the block ends.

    Args:
        folder: Its own.
        rendering: Whether each clip is rendered as asked; else it is one of its kind.
        models: A folder of more models.
        renderers: Opens what renders, in the place of either.
        settings: As ``Settings`` takes them.
    """
    usual: Renderers = executor if rendering else partial(prints, folder=_kinds[0])
    ready = threading.Event()
    failed: list[BaseException] = []

    def work() -> None:
        try:
            serve(
                Settings(folder, **{"key": KEY, "draft": True, "attended": True, **settings}),
                lambda _: ready.set(),
                models,
                renderers or usual,
            )
        except BaseException as error:  # noqa: BLE001
            failed.append(error)
            ready.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(30)
    assert not failed, failed
    running = _attach(folder)
    assert running is not None
    try:
        yield running
    finally:
        running.release()
        thread.join(timeout=30)
        assert not thread.is_alive()


def accepted(running: Running) -> int:
    """Count the requests that a server took."""
    url = f"{running.endpoint.api}/-/count"
    return int(httpx.get(url, headers={"x-api-key": KEY}).json()["accepted"])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, sample_images: None) -> Iterator[Running]:
    """Serve the API for the whole session, with one key."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Return what makes clients, and close them all at the end."""
    made: list[Client] = []

    def make(running: Running, home: Path | None = None, **options: Any) -> Client:
        options = {"api_key": KEY, **options}
        options = {"base_url": f"{running.endpoint.api}/v1", **options}
        options["limits"] = replace(options.get("limits") or Limits(), poll_s=0.5, again_s=0.2)
        client = Client(home=home or tmp_path / "home", **options)
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(server: Running, connect: Callable[..., Client]) -> Client:
    """Return a client of the session's server."""
    return connect(server)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Client]:
    """Return a client that sends nothing."""
    with opened(tmp_path / "own") as client:
        yield client


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> list[Work]:
    """Measure in the thread that asks, and return what was measured."""
    works: list[Work] = []

    def all_here(given: Iterator[Work], *_: object, **__: object) -> Iterator[Outcome]:
        for number, work in enumerate(given):
            works.append(work)
            yield Outcome(number, measure(work))

    monkeypatch.setattr(scoring, "measure_all", all_here)
    return works


@pytest.fixture(scope="session")
def mp4(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small real clip with sound."""
    spec = RenderSpec("veo-3", "a forest at dawn", 1, 320, 180, 2, 24, sound=True, draft=True)
    path = tmp_path_factory.mktemp("clip") / "forest.mp4"
    path.write_bytes(StoryboardEngine().render(spec).data)
    return path


@pytest.fixture(scope="session")
def clip_of_four_seconds() -> bytes:
    """Return a clip as the kit's quick requests ask for it."""
    spec = RenderSpec("veo-3-fast", "a lake", 1, 1280, 720, 4, 24, sound=True, draft=True)
    return StoryboardEngine().render(spec, lambda _: None, lambda: False).data


@pytest.fixture
def judge(clip_of_four_seconds: bytes) -> Iterator[Judge]:
    """Return a service in memory that counts what is paid."""
    with judging(clip_of_four_seconds) as service:
        yield service


@pytest.fixture(params=["socket", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return each place where a client can send to."""
    from tests.places import InMemory, OverSocket

    with ExitStack() as stack:
        if request.param == "memory":
            clip = request.getfixturevalue("clip_of_four_seconds")
            yield InMemory(clip, tmp_path / "home", stack)
        else:
            server, connect = map(request.getfixturevalue, ("server", "connect"))
            yield OverSocket(server, connect, tmp_path / "server", stack)


@pytest.fixture
def widgets() -> Iterator[None]:
    """Close at the end whatever widgets a test opened."""
    from ipywidgets.widgets.widget import _instances

    from veo_widgets.widgets.carrier import ModuleCarrier

    yield
    for widget in list(_instances.values()):
        if not isinstance(widget, ModuleCarrier):
            widget.close()


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clip of two seconds whose frames say their numbers."""
    return coded_clip(tmp_path_factory.mktemp("coded") / "coded.mp4", frames=48)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Return a Dask cluster of two processes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            host="127.0.0.1",
            silence_logs=50,
        ) as made:
            yield made


@pytest.fixture
def entered() -> Iterator[None]:
    """Forget at the end what metrics a test entered; the kit's own stay."""
    before = known()
    yield
    ENTERED.clear()
    ENTERED.update(before)

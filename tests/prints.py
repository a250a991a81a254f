"""Renders each kind of clip once, and answers with prints of it: an executor, and an engine.

Most tests ask what becomes of a job, not what its clip shows. A print is the clip of its size,
length, rate and sound, with the very request named in a box that players pass over: as many
bytes differ as requests do.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veo_widgets.server import executors, worker
from veo_widgets.server.engine import Rendered, RenderSpec
from veo_widgets.server.engine.adapter import StoryboardEngine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from functools import partial

    from veo_widgets.server.settings import Settings

KEPT = "storyboard"
FOLDER = "PRINTS_FOLDER"
ENTRY = "[veo_widgets.engines]\nprints = tests.prints:PrintsEngine\n"


ROOT = Path(__file__).resolve().parents[1]


def asks_for_its_own(spec: RenderSpec) -> bool:
    """Tell whether what a clip shows matters: pictures are in it, words are not, or it is no draft."""
    return bool(spec.start or spec.last or spec.references or spec.clean or not spec.draft)


Render = Callable[[RenderSpec], bytes]


def rendered(spec: RenderSpec) -> bytes:
    """Render a clip here and now."""
    return worker.render(spec, KEPT, worker.SILENT)


def printed(spec: RenderSpec, folder: Path, render: Render = rendered) -> bytes:
    """Return a clip of a spec's kind.

    Args:
        spec: What is asked for.
        folder: Where one clip of each kind lies; several processes may share it.
        render: Makes the first of a kind.
    """
    kind = replace(spec, model="veo-3", prompt="a harbour", seed=1, negative="", parameters={})
    path = folder / f"{kind.key}.mp4"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}.{hashlib.sha256(os.urandom(8)).hexdigest()[:8]}")
        fresh.write_bytes(render(kind))
        fresh.replace(path)
    name = spec.key.encode()
    return path.read_bytes() + (len(name) + 8).to_bytes(4, "big") + b"free" + name


class Prints(Executor):
    """Makes prints; what holds pictures, or is to be clean, it leaves to others.

    Args:
        folder: Where one clip of each kind lies.
        others: Runs what it does not.
    """

    def __init__(self, folder: Path, others: Executor) -> None:
        self._folder, self._others = folder, others
        self._threads = ThreadPoolExecutor(2)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Print a clip, or let it be rendered."""
        render: partial[bytes] = fn  # type: ignore[assignment]
        spec: RenderSpec = render.args[0]
        if asks_for_its_own(spec) or render.args[1] != KEPT:
            return self._others.submit(fn, *args, **kwargs)
        return self._threads.submit(printed, spec, self._folder, self._apart)

    def _apart(self, spec: RenderSpec) -> bytes:
        """Render in another process: here a server answers calls."""
        data: bytes = self._others.submit(rendered, spec).result()
        return data

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End when what is being printed is done."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)


@contextmanager
def prints(settings: Settings, folder: Path) -> Iterator[Executor]:
    """Open an executor of prints beside what the settings name."""
    with executors.executor(settings) as others, Prints(folder, others) as made:
        yield made


class PrintsEngine(StoryboardEngine):
    """Makes prints in a server's own processes; ``install`` lets it be found there."""

    name = "prints"

    def render(
        self,
        spec: RenderSpec,
        progress: Callable[[float], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Rendered:
        """Print a clip, or render what is shown."""
        if asks_for_its_own(spec):
            return super().render(spec, progress, cancelled)
        return Rendered(printed(spec, Path(os.environ[FOLDER])), spec.frames)


def install(folder: Path) -> None:
    """Make the engine known to whoever has a folder on its path."""
    package = folder / "prints-1.dist-info"
    package.mkdir(exist_ok=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: prints\nVersion: 1\n")
    (package / "entry_points.txt").write_text(ENTRY)


def prints_environment(folder: Path) -> dict[str, str]:
    """Return the environment in which a local server makes prints.

    Args:
        folder: Where one clip of each kind lies, and the engine is installed.
    """
    return {
        FOLDER: str(folder),
        "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT))),
        "VEO_WIDGETS_LOCAL": '{"draft": true, "engine": "prints"}',
    }

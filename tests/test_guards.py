"""What must stay true of the whole: names, layers, generated files, secrets, weight."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import veo_widgets as veo
from tests.conftest import KEY
from tools.gen_wire import TARGET, generate
from veo_widgets import errors
from veo_widgets._lib.bundles import module_source
from veo_widgets.hosts.display import mimebundle

if TYPE_CHECKING:
    from veo_widgets.client import Client

ROOT = Path(__file__).resolve().parents[1]
LIMITS = {"widgets": 336_000, "stub": 1_500, "report": 179_000}


def test_the_public_door_is_complete() -> None:
    assert all(getattr(veo, name) is not None for name in veo.__all__)
    assert set(veo.__all__) <= set(dir(veo))
    with pytest.raises(AttributeError, match="no attribute 'generate'"):
        _ = veo.generate


def test_every_error_is_public_and_says_what_to_do_next() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.VeoError)
    ]

    assert {kind.__name__ for kind in kinds} <= set(veo.__all__)
    assert all(kind.next_step for kind in kinds)


LOADED = "print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def loaded_by(code: str) -> set[str]:
    """Return the packages that a fresh interpreter has loaded when it has run some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{LOADED}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.split())


def test_importing_is_light() -> None:
    heavy = {
        "aiohttp",
        "anywidget",
        "av",
        "cv2",
        "httpx",
        "ipywidgets",
        "jsonschema_rs",
        "numpy",
        "rich",
        "stamina",
        "starlette",
        "traitlets",
        "typer",
        "uvicorn",
        "yaml",
    }

    assert not heavy & loaded_by("import veo_widgets")


def test_whoever_names_everything_loads_nothing_that_decodes_or_serves() -> None:
    code = "import veo_widgets as veo; [getattr(veo, name) for name in veo.__all__]"

    assert not {"av", "cv2", "numpy", "dask", "uvicorn", "starlette", "pandas"} & loaded_by(code)
    assert not {"aiohttp", "httpx"} & loaded_by("import veo_widgets as veo; veo.compare")


SHOWN = """
import veo_widgets as veo
from veo_widgets.hosts.display import mimebundle
from veo_widgets.view.grid import GridState
from veo_widgets.view.html import grid_html
from veo_widgets.view.sources import source_of

client = veo.Client(api_key="SG_x", base_url="http://127.0.0.1:9/v1", home="home")
for thing in (client.spend(), client.jobs(), client.models(), client):
    assert "text/html" in mimebundle(thing)
state = GridState(source_of(veo.sweep("a fox", model="veo-2", seed=[1, 2], client=client).plan()))
assert "a fox" in grid_html(state.sheet, state.source.derived)
assert len(state.state()["cells"]) == 2
"""


def test_what_is_drawn_needs_no_widget_library() -> None:
    assert not {"ipywidgets", "anywidget", "traitlets"} & loaded_by(SHOWN)


def test_the_wire_s_typescript_is_up_to_date() -> None:
    assert TARGET.read_text("utf-8") == generate(), "run make wire"


@pytest.mark.parametrize("name", LIMITS)
def test_bundles_are_small_and_need_nothing_from_outside(name: str) -> None:
    code = module_source(name)

    assert len(code.encode()) <= LIMITS[name]
    assert not re.search(r"""\bimport\s*["'{*]|from\s*["']https?:""", code)


def test_bundles_are_as_fresh_as_their_sources() -> None:
    source = ROOT / "js" / "src"
    digest = hashlib.sha256()
    for path in sorted(str(p) for p in source.rglob("*") if p.is_file()):
        digest.update(path.removeprefix(str(source)).encode() + Path(path).read_bytes())
    assert digest.hexdigest()[:16] in module_source("widgets")[:60], "run make setup"


def test_the_wheel_carries_front_end_models_and_server_config(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "-o",
            str(tmp_path),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()

    for wanted in (
        "static/widgets.js",
        "static/stub.js",
        "static/report.js",
        "catalogue/models/veo-2.json",
        "py.typed",
    ):
        assert f"veo_widgets/{wanted}" in names
    assert any(
        name.endswith("etc/jupyter/jupyter_server_config.d/veo_widgets.json") for name in names
    )


def test_the_key_is_written_and_shown_nowhere(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=61)
    job.wait(90)
    bad = client.submit("veo-3-fast", prompt="x", image_url="http://127.0.0.1:1/a.png", duration=4)
    with pytest.raises(errors.InferenceFailed) as failed:
        bad.wait(60)
    shown = [
        repr(client),
        repr(client.endpoint),
        repr(job),
        repr(job.record),
        str(failed.value),
        caplog.text,
        json.dumps([mimebundle(thing) for thing in (client, job, client.jobs(), client.spend())]),
        json.dumps([[event.cause for event in one.history] for one in client.jobs()]),
    ]
    files = [path for path in client.home.root.rglob("*") if path.is_file()]

    assert files
    assert not [text for text in shown if KEY in text]
    assert not [path for path in files if KEY.encode() in path.read_bytes()]


MADE = re.compile(
    r"(^|/)(\.\w+|__pycache__|node_modules|static|artifacts|build|dist|[\w-]+\.egg-info)/"
)


def tracked() -> list[str]:
    """Return the files of the repository, or of a copy of it without one."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        done = subprocess.run(
            ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
        )
        return done.stdout.split()
    names = (str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file())
    return [name for name in names if not MADE.search(name)]


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    hosts = re.compile("npm" + r"js\.org|py" + r"pi\.org|python" + "hosted|deb" + r"\.debian")
    places = re.compile(r"(^|[^\w.])/(wo" + r"rk|ro" + r"ot|opt/wh" + "eels)/")
    found = []
    for name in tracked():
        path = ROOT / name
        if (
            path.suffix in {".png", ".jpg", ".webp", ".mp4", ".mkv", ".webm", ".avi", ".xz"}
            or not path.is_file()
        ):
            continue
        text = path.read_text("utf-8")
        if hosts.search(text) or places.search(text):
            found.append(name)

    assert not found

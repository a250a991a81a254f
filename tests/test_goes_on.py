"""A wait that is broken off says that the job goes on; a script is refused, not redirected."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.conftest import KEY
from veo_widgets.home.media_registry import ROUTE, register
from veo_widgets.home.paths import open_home
from veo_widgets.hosts import servers
from veo_widgets.hosts.server_extension import is_navigation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.places import Place
    from veo_widgets.client import Session


@pytest.mark.parametrize("place", ["memory"], indirect=True)
def test_an_interrupted_wait_says_how_the_job_is_found_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: Session, coroutine: Any, __: float | None = None) -> None:
        coroutine.close()
        raise KeyboardInterrupt

    client = place.client()
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=1)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt) as stopped:
        patch.setattr(type(client.session), "blocking", interrupted)
        job.wait()

    line = str(stopped.value)
    assert len(line.splitlines()) == 1
    assert f"veo.job('{job.id[:8]}')" in line
    assert "goes on" in line
    assert job.wait(30).path.is_file()


@pytest.mark.parametrize(
    ("headers", "person"),
    [
        ({"Sec-Fetch-Mode": "navigate"}, True),
        ({"Sec-Fetch-Mode": "cors", "Accept": "text/html"}, False),
        ({"Sec-Fetch-Mode": "no-cors"}, False),
        ({"Accept": "text/html,*/*"}, True),
        ({"Accept": "*/*"}, False),
        ({}, False),
    ],
)
def test_only_a_person_is_sent_to_the_login(headers: dict[str, str], *, person: bool) -> None:
    assert is_navigation(headers) is person


@contextmanager
def jupyter(folder: Path, prefix: str) -> Iterator[str]:
    """Run a Jupyter server with the extension; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"]
    command += [
        f"--port={port}",
        f"--ServerApp.base_url={prefix}",
        f"--IdentityProvider.token={KEY}",
    ]
    extensions = "{'veo_widgets.hosts.server_extension': True}"
    command += [f"--ServerApp.jpserver_extensions={extensions}", f"--ServerApp.root_dir={folder}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}{prefix}"
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                httpx.get(f"{url}api")
                break
            time.sleep(0.1)
        else:
            pytest.fail("no Jupyter server within two minutes")
        yield url
    finally:
        server.terminate()
        server.wait(20)


def test_the_extension_serves_ranges_and_sends_no_script_to_a_login(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    (home.clips / f"{'0' * 64}.mp4").write_bytes(b"0123456789")
    register(home)
    assert servers.ask_server("") == (None, {})
    with jupyter(tmp_path, "/user/some%20name/") as url:
        clip = f"{url}{ROUTE}/{home.id}/{'0' * 64}.mp4"
        script = httpx.get(clip, headers={"Sec-Fetch-Mode": "cors"})
        person = httpx.get(clip, headers={"Sec-Fetch-Mode": "navigate"})
        known = {"Authorization": f"token {KEY}"}
        part = httpx.get(clip, headers={**known, "Range": "bytes=2-4"})
        head = httpx.head(clip, headers=known)
        serves, parts = servers.ask_server("")

    assert serves, "the doctor looks there"
    assert parts["anywidget"].startswith("0.")
    assert (script.status_code, person.status_code) == (403, 302)
    assert (part.status_code, part.content) == (206, b"234")
    assert part.headers["content-type"] == head.headers["content-type"] == "video/mp4"

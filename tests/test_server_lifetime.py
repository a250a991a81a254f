"""The embedded server: one for a home, gone with its last user, its requests kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import httpx

from veo_widgets.home.paths import open_home
from veo_widgets.local import ensure

if TYPE_CHECKING:
    from pathlib import Path


def test_the_embedded_server_is_one_for_a_home_and_goes_with_its_last_user(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    first, second = ensure(home), ensure(home)

    assert first.endpoint.api == second.endpoint.api
    pid = json.loads((home.server / "server.json").read_text())["pid"]
    assert oct((home.server / "server.json").stat().st_mode)[-3:] == "600"
    first.release()
    assert second.alive
    second.release()
    assert gone(pid)
    assert not (home.server / "server.json").exists()


def gone(pid: int) -> bool:
    """Wait up to five seconds for a process to end."""
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)  # bounded: a process of another parent has no other sign
    return False


def test_no_process_outlives_a_killed_user(tmp_path: Path) -> None:
    code = (
        "import sys, time; from veo_widgets.home.paths import open_home; from veo_widgets.local import ensure\n"
        "import httpx; running = ensure(open_home(sys.argv[1])); e = running.endpoint\n"
        "httpx.post(e.api + '/v2/veo-2', json={'prompt': 'x'}, headers={'x-api-key': e.key})\n"
        "print('up', flush=True); time.sleep(60)\n"
    )
    user = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "home")], stdout=subprocess.PIPE, text=True
    )
    assert user.stdout is not None
    assert user.stdout.readline() == "up\n"
    pid = json.loads((tmp_path / "home/server/server.json").read_text())["pid"]
    user.send_signal(signal.SIGKILL)
    user.wait(timeout=10)
    user.stdout.close()

    assert gone(pid)


def test_a_request_outlives_its_server(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    first = ensure(home)
    headers = {"x-api-key": first.endpoint.key}
    asked = {"prompt": "a lake", "duration": 4, "seed": 5}
    request_id = httpx.post(
        f"{first.endpoint.api}/v2/veo-3-fast", json=asked, headers=headers
    ).json()["request_id"]
    pid = json.loads((home.server / "server.json").read_text())["pid"]
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    first.release()
    second = ensure(home)
    codes = []
    while 200 not in codes and len(codes) < 300:
        codes.append(httpx.get(f"{second.endpoint.api}/generations/{request_id}.mp4").status_code)
        time.sleep(0.1)  # bounded: waiting for the taken-up render
    second.release()

    assert codes[-1] == 200

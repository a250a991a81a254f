"""Starts a real host in its own environment, with a home of its own, and ends it by its id."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL, SIGTERM
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLACE = Path(__file__).parent
ENVIRONMENTS: dict[str, Any] = tomllib.loads((PLACE / "environments.toml").read_text("utf-8"))
CACHE = Path(
    os.environ.get("VEO_HOSTS")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "veo-widgets/hosts"
)
ONLY = os.environ.get("VEO_HOSTS_ONLY", "").split()
"""The environments to look at; all of them where none is named."""
HERE = os.environ.get("VEO_HOSTS_HERE", "").split()
"""The environments for which the one of the tests stands, with the kit as it lies here."""
PATIENCE_S = 300
KIT = ".kit"


def sum_of(wheel: Path) -> str:
    """Return what tells a wheel from another."""
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def holds(name: str, wheel: Path | None) -> bool:
    """Tell whether a host's environment was made, with the kit of a wheel."""
    kit = CACHE / name / KIT
    return wheel is not None and kit.exists() and kit.read_text() == sum_of(wheel)


def environment(name: str) -> Path:
    """Return the folder of a host's environment, which has the kit that was last built."""
    if name in HERE:
        return Path(sys.prefix)
    if ONLY and name not in ONLY:
        pytest.skip(f"{name} is not among {', '.join(ONLY)}")
    if not holds(name, next((CACHE / "wheel").glob("*.whl"), None)):
        pytest.skip(f"no environment {name} with this kit: run 'make hosts'")
    return CACHE / name


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def variables(name: str, folder: Path, **more: str) -> dict[str, str]:
    """Return what a host's process sees: its own environment, and nothing of this user's."""
    state = folder / ".state"
    state.mkdir(exist_ok=True)
    kept = ("LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "LD_LIBRARY_PATH")
    path = os.pathsep.join((str(environment(name) / "bin"), os.environ["PATH"]))
    return {
        **{key: os.environ[key] for key in kept if key in os.environ},
        "PATH": path,
        "HOME": str(state),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "VEO_WIDGETS_HOME": str(folder / "veo_runs"),
        "VEO_WIDGETS_LOCAL": '{"draft": true}',
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        **more,
    }


def python(name: str, folder: Path, *arguments: str) -> str:
    """Run a host's Python to its end, and return what it printed."""
    done = subprocess.run(
        [str(environment(name) / "bin/python"), *arguments],
        env=variables(name, folder),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@contextmanager
def running(
    name: str, folder: Path, command: Sequence[str], ready: str, **more: str
) -> Iterator[None]:
    """Run a host until the block ends.

    Args:
        name: Of its environment.
        folder: What it serves; all it writes stays in there.
        command: Its program in the environment, and its arguments.
        ready: An address that answers once it is up.
        more: Variables of its process.
    """
    program = environment(name) / "bin" / command[0]
    with (folder / "host.log").open("wb") as log:
        process = subprocess.Popen(
            [str(program), *command[1:]],
            env=variables(name, folder, **more),
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _answers(ready, process, folder / "host.log")
            yield
        finally:
            _end(process)


def _answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(errors="replace")[-2000:]
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError as error:
            if error.code in {401, 403, 405}:
                return
        except OSError:
            time.sleep(0.2)  # bounded: a server has no other ready sign
        else:
            return
    raise AssertionError(f"no answer within {PATIENCE_S} s: {log.read_text()[-2000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a host, and what it started in its own group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, SIGKILL)


def versions(name: str, *packages: str) -> dict[str, str]:
    """Return the versions that an environment has, its Python's first."""
    code = (
        "import platform, sys; from importlib.metadata import version;"
        "print('Python', platform.python_version());"
        "[print(name, version(name)) for name in sys.argv[1:]]"
    )
    done = subprocess.run(
        [str(environment(name) / "bin/python"), "-c", code, *packages],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())

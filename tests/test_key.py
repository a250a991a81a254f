"""The key is checked when it is given, and then never seen again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from tests.conftest import KEY
from veo_widgets import errors
from veo_widgets._lib import child
from veo_widgets._lib.secret import HIDDEN, Secret, scrub
from veo_widgets.client import Client
from veo_widgets.client.credentials import resolve
from veo_widgets.segmind import Segmind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ESCAPED = "".join(f"\\u{ord(letter):04x}" for letter in KEY)
SPELT = {
    "plain": KEY,
    "in a sentence": f"the key '{KEY}' is not known",
    "in JSON": ESCAPED,
    "in JSON in JSON": ESCAPED.replace("\\", "\\\\"),
    "in a URL": "".join(f"%{ord(letter):02X}" for letter in KEY),
    "in a URL in a URL": quote("".join(f"%{ord(letter):02x}" for letter in KEY)),
    "in HTML": "".join(f"&#{ord(letter)};" for letter in KEY),
}


def given(key: object) -> str:
    found = resolve(key, "http://h/v1", {}, lambda: None)
    assert found is not None
    return str(found.key)


@pytest.mark.parametrize("around", ["{}\n", "{}\r\n", " {} ", "\t{}"])
def test_white_space_around_a_key_is_no_part_of_it(around: str) -> None:
    assert given(around.format(KEY)) == KEY


@pytest.mark.parametrize(
    "wrong", ["SG_\n_a", "SG_\r_a", "SG_ _a", "SG_\0_a", "'SG_a_'", '"SG_a_', "SG_é_", "SG_\ud83e_"]
)
@pytest.mark.parametrize("way", ["argument", "environment", "keyring"])
def test_what_can_be_no_key_is_refused_and_not_shown(wrong: str, way: str) -> None:
    with pytest.raises(errors.AuthenticationError) as caught:
        resolve(
            wrong if way == "argument" else None,
            None,
            {"SEGMIND_API_KEY": wrong} if way == "environment" else {},
            lambda: wrong if way == "keyring" else None,
        )

    assert "plain letters and digits" in str(caught.value)
    assert "SG_\n" not in str(caught.value)
    assert wrong.strip("'\"") not in f"{caught.value} {caught.value!r} {caught.value.next_step}"


@pytest.mark.parametrize("key", [5, b"SG_a", ["SG_a"], 0.5])
def test_a_key_is_text(key: object) -> None:
    with pytest.raises(errors.AuthenticationError, match="not text"):
        given(key)


@pytest.mark.parametrize("spelling", SPELT.values(), ids=SPELT)
def test_a_key_is_found_however_it_is_written(spelling: str) -> None:
    assert HIDDEN in scrub(f'{{"a": "x{spelling}y"}}', KEY)
    assert KEY not in str(json.loads(scrub(f'{{"a": "x{spelling}y"}}', KEY)))
    assert scrub("nothing here", KEY) == "nothing here"


def echo(where: str, spelling: str) -> Callable[[httpx.Request], httpx.Response]:
    """Answer as a service that repeats the key."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["x-api-key"] == KEY
        body: dict[str, Any] = {"request_id": "r1", "status": "QUEUED"}
        if where == "refusal":
            return httpx.Response(400, text=f'{{"error": "no {spelling}"}}')
        if request.method == "POST":
            body |= {where: "SLOT"} if where in {"request_id", "status_url"} else {}
        else:
            body |= {"status": "FAILED", where: "SLOT"}
        if where == "status_url":
            body = json.loads(json.dumps(body).replace("SLOT", "http://elsewhere/SLOT"))
        return httpx.Response(200, text=json.dumps(body).replace("SLOT", spelling))

    return answer


@pytest.mark.parametrize("where", ["error", "detail", "status_url", "request_id", "refusal"])
@pytest.mark.parametrize(
    "spelling", [KEY, ESCAPED, SPELT["in a URL"]], ids=["plain", "JSON", "URL"]
)
def test_a_key_that_the_service_repeats_is_stored_and_shown_nowhere(
    where: str, spelling: str, tmp_path: Path
) -> None:
    transport = httpx.MockTransport(echo(where, spelling))
    with Client(
        KEY, "http://h/v1", tmp_path, connect=lambda there: Segmind(there, transport=transport)
    ) as client:
        job = client.submit("veo-2", prompt="x", seed=1)
        with pytest.raises(errors.VeoError):
            job.wait(30)
        shown = [repr(job), repr(client), str(job.error), repr(job.history), str(job.record)]

    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for text in (*shown, stored.decode("latin-1")):
        assert KEY not in text
        assert spelling not in text


def frames(call: Callable[[], object]) -> str:
    """Return what ``%xmode Verbose`` prints of the frames of the kit."""
    from IPython.core.ultratb import VerboseTB

    with pytest.raises(errors.VeoError) as caught:
        call()
    below = caught.value.__traceback__
    while below is not None and "tests" in below.tb_frame.f_code.co_filename:
        below = below.tb_next
    assert below is not None
    return str(VerboseTB(theme_name="nocolor").text(type(caught.value), caught.value, below))


def test_a_verbose_traceback_shows_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KEY not in frames(lambda: Client(f"{KEY} {KEY}", "http://h/v1", tmp_path))
    assert KEY not in frames(lambda: Client(KEY, "nonsense", tmp_path))
    with Client(KEY, "http://127.0.0.1:1/v1", tmp_path / "home") as client:
        shown = frames(client.models().refresh)
        assert "no connection" in shown
        assert KEY not in shown
    monkeypatch.setenv("SEGMIND_API_KEY", f"{KEY} {KEY}")
    assert KEY not in frames(lambda: Client(home=tmp_path))


def test_children_inherit_no_key() -> None:
    environ = {"SEGMIND_API_KEY": KEY, "PATH": "/bin", "HOME": "/root"}

    assert child.environment(environ) == {"PATH": "/bin", "HOME": "/root"}


def test_the_local_server_does_not_know_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from veo_widgets.home.paths import open_home
    from veo_widgets.local import ensure

    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    home = open_home(tmp_path / "home")
    running = ensure(home)
    try:
        pid = json.loads((home.server / "server.json").read_text("utf-8"))["pid"]
        with open(f"/proc/{pid}/environ", "rb") as file:  # noqa: PTH123
            assert KEY.encode() not in file.read()
    finally:
        running.release()


def test_children_start_beside_files_named_like_pythons_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mp4: Path
) -> None:
    from veo_widgets._lib.files import sha256_of
    from veo_widgets.media.derived import Derived

    for name in ("queue", "copy", "types", "json", "veo_widgets"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('mine')\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with Client(home=tmp_path / "home") as client:
        client.run("veo-3-fast", prompt="a lake", duration=4, seed=11, timeout=90)
    derived = Derived(tmp_path / "derived")

    derived.make(mp4, sha256_of(mp4)).result(60)

    assert derived.has(sha256_of(mp4))


def test_a_secret_is_text_that_hides() -> None:
    key = Secret(KEY)

    assert (key, repr(key), repr({"k": key})) == (KEY, "'(the key)'", "{'k': '(the key)'}")
    assert httpx.Request("GET", "http://h", headers={"x-api-key": key}).headers["x-api-key"] == KEY

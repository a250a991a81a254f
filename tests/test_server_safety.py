"""Inputs that mean harm: addresses, redirects, sizes, bombs, paths."""

from __future__ import annotations

import asyncio
import base64
import http.server
import struct
import threading
import zlib
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.conftest import KEY, picture
from veo_widgets.server import images
from veo_widgets.server.files import Files
from veo_widgets.server.images import InputError
from veo_widgets.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.local import Running


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(side: int = 60_000) -> bytes:
    """Return a small PNG that unpacks to gigabytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(side + 1) * 300, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def uri(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """A host that answers as its path says."""

    def do_GET(self) -> None:
        name = self.path.strip("/")
        if name.startswith("to-"):
            self.send_response(302)
            self.send_header(
                "location",
                {"to-self": "/to-self", "to-good": "/good"}.get(name, "file:///etc/passwd"),
            )
            self.end_headers()
            return
        body, kind = {
            "good": (picture(), "image/jpeg"),
            "page": (b"<html>hello</html>", "text/html"),
            "lie": (b"<html>hello</html>", "image/png"),
            "large": (b"\xff\xd8\xff" + bytes(21_000_000), "image/jpeg"),
            "bomb": (bomb(), "image/png"),
            "broken": (picture()[:400], "image/jpeg"),
        }.get(name, (b"", ""))
        self.send_response(200 if body else 404)
        self.send_header("content-type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    for name in ("clips", "assets"):
        (tmp_path / name).mkdir()
    return Files(Settings(tmp_path))


def fetched(url: str, files: Files, *, private: bool = True) -> bytes:
    return asyncio.run(images.image(url, files, allow_private=private))


def test_a_good_image_comes_also_through_a_redirect(host: str, files: Files) -> None:
    assert fetched(f"{host}/good", files) == fetched(f"{host}/to-good", files) == picture()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nothing", "answered 404"),
        ("/page", "is text/html, no image"),
        ("/lie", "is no image"),
        ("/large", "more than 20 MB"),
        ("/bomb", "60000 x 60000 pixels"),
        ("/broken", "broken image"),
        ("/to-self", "redirects too often"),
        ("/to-file", "is no http URL"),
    ],
)
def test_what_is_no_usable_image_is_told_with_its_url(
    host: str, files: Files, path: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        fetched(host + path, files)

    assert words in str(caught.value)
    assert (host + path) in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.png",
        "http://localhost/x.png",
        "http://[::1]/x.png",
        "http://10.0.0.1/x.png",
        "http://169.254.169.254/latest/meta-data",
        "http://192.168.1.1/",
        "http://0.0.0.0/",
        "http://2130706433/x.png",
    ],
)
def test_private_addresses_are_refused(files: Files, url: str) -> None:
    with pytest.raises(InputError, match=r"private address|cannot be fetched"):
        fetched(url, files, private=False)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a/b", "x", "http://", "http://a:99999/", "gopher://a"]
)
def test_only_http_is_fetched(files: Files, url: str) -> None:
    with pytest.raises(InputError, match="is no http URL"):
        fetched(url, files)


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["93.184.216.34", "127.0.0.1"])

    async def look_up(*_: object, **__: object) -> list:
        return [(2, 1, 6, "", (next(answers), 443))]

    async def built() -> httpx.Request:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
        async with httpx.AsyncClient() as client:
            return await images._request(
                client, "https://u:p@example.com/a.png?b=1", "x", allow_private=False
            )

    request = asyncio.run(built())

    assert request.url == "https://93.184.216.34/a.png?b=1"
    assert request.headers["host"] == "example.com"
    assert request.extensions["sni_hostname"] == "example.com"


@pytest.mark.parametrize(
    "name",
    [
        "../requests.sqlite",
        "..%2Frequests.sqlite",
        "/etc/passwd",
        "x.png",
        "",
        ".",
        "a" * 36 + ".png",
    ],
)
def test_no_name_leads_out_of_the_uploads(files: Files, name: str) -> None:
    assert files.asset(name) is None
    with pytest.raises(InputError):
        fetched(f"http://127.0.0.1:1/assets/{name}", files)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb(), "60000 x 60000 pixels"),
        (picture()[:300], "broken image"),
        (b"hello", "is no image"),
        (b"\x89PNG\r\n\x1a\n", "broken image"),
        (b"RIFF1234WEBP", "broken image"),
        (b"GIF89a", "broken image"),
    ],
)
def test_bombs_and_broken_images_are_a_clean_400(server: Running, data: bytes, words: str) -> None:
    headers = {"x-api-key": KEY}
    upload = httpx.post(
        f"{server.endpoint.api}/upload-asset", json={"data_urls": [uri(data)]}, headers=headers
    )
    submit = httpx.post(
        f"{server.endpoint.api}/v2/veo-3",
        json={"prompt": "x", "image_url": uri(data)},
        headers=headers,
    )

    assert (upload.status_code, submit.status_code) == (400, 400)
    assert words in upload.json()["error"]
    assert words in submit.json()["error"]
    assert "data:image" not in submit.json()["error"]


@pytest.mark.parametrize(
    "text", ["data:image/png,abc", "data:image/png;base64,%%%", "data:image/png;base64," + "é"]
)
def test_malformed_data_uris_are_400(server: Running, text: str) -> None:
    answer = httpx.post(
        f"{server.endpoint.api}/upload-asset",
        json={"data_urls": [text]},
        headers={"x-api-key": KEY},
    )

    assert (answer.status_code, "data URI" in answer.json()["error"]) == (400, True)


def test_all_of_an_upload_or_nothing(server: Running, tmp_path: Path) -> None:
    answer = httpx.post(
        f"{server.endpoint.api}/upload-asset",
        json={"data_urls": [uri(picture()), uri(b"hello")]},
        headers={"x-api-key": KEY},
    )

    assert answer.status_code == 400

"""Only whole clips and readable images get in."""

from __future__ import annotations

import asyncio
import base64
import http.server
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.conftest import picture
from veo_widgets.core.record import is_reference
from veo_widgets.errors import EndpointUnreachable, MediaError
from veo_widgets.home.paths import open_home
from veo_widgets.media import Clip, Store, fetch, poster, probe, read_image
from veo_widgets.segmind import Segmind, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_facts_are_read_from_the_file(mp4: Path) -> None:
    facts = probe(mp4)

    assert (facts.width, facts.height, facts.fps, facts.frames) == (320, 180, 24, 48)
    assert facts.duration == pytest.approx(2.0, abs=0.05)
    assert (facts.video_codec, facts.audio_codec, facts.has_audio) == ("h264", "aac", True)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.6, 0.95])
def test_a_clip_cut_short_is_no_clip(mp4: Path, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(mp4.read_bytes()[: int(mp4.stat().st_size * share)])

    with pytest.raises(MediaError):
        probe(cut)


@pytest.mark.parametrize("data", [b"<html>It works!</html>", b"\x00" * 4096, picture()])
def test_what_is_no_video_is_no_clip(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)

    with pytest.raises(MediaError):
        probe(path)


def test_a_poster_is_a_small_jpeg(mp4: Path) -> None:
    assert poster(mp4)[:3] == b"\xff\xd8\xff"
    assert poster(mp4) != poster(mp4, at=1.5)


def test_any_mp4_opens(mp4: Path) -> None:
    clip = Clip.open(mp4)

    assert (clip.width, clip.has_audio, len(clip.sha256)) == (320, True, 64)
    with pytest.raises(MediaError, match="there is no clip"):
        Clip.open("nowhere.mp4")


def test_an_image_may_be_a_path_bytes_or_a_data_uri(tmp_path: Path) -> None:
    data = picture()
    (tmp_path / "a.jpg").write_bytes(data)
    uri = "data:image/jpeg;base64," + base64.b64encode(data).decode()
    images = [read_image(tmp_path / "a.jpg"), read_image(data), read_image(uri)]

    assert len({image.sha256 for image in images}) == 1
    assert (images[0].width, images[0].height, images[0].kind) == (640, 360, "jpeg")
    assert is_reference(images[0].reference)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"hello", "no JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "does not decode"),
        ("nowhere.png", "cannot be read"),
        ("data:image/png,plain", "must be base64"),
        ("data:image/png;base64,%%%", "broken"),
        (b"\xff\xd8\xff" + b"\x00" * 21_000_000, "at most 20 MB"),
    ],
)
def test_images_that_cannot_be_used_are_told(source: str | bytes, why: str) -> None:
    with pytest.raises(MediaError, match=why):
        read_image(source)


def test_a_kept_clip_has_its_digest_as_its_name(tmp_path: Path, mp4: Path) -> None:
    store = Store(open_home(tmp_path))
    part = store.part("job")
    part.write_bytes(mp4.read_bytes())
    clip = Clip.open(mp4)

    assert store.keep(part, clip.sha256).name == f"{clip.sha256}.mp4"
    assert store.has(clip.sha256)
    assert not part.exists()
    assert store.poster(clip.sha256).read_bytes()[:3] == b"\xff\xd8\xff"


@contextmanager
def host(data: bytes, *, cut: int = 0, kind: str = "video/mp4") -> Iterator[tuple[str, list[str]]]:
    """Serve bytes; the first ``cut`` answers break off half way."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers.get("range", ""))
            start = int(asked[-1][6:-1] or 0) if asked[-1] else 0
            self.send_response(206 if start else 200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(data) - start))
            self.end_headers()
            end = len(data) // 2 if len(asked) <= cut else len(data)
            self.wfile.write(data[start:end])

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def test_a_broken_download_goes_on_where_it_was(tmp_path: Path, mp4: Path) -> None:
    data = mp4.read_bytes()
    part = tmp_path / "a.part"

    async def story(url: str) -> None:
        service = Segmind(at(url))
        with pytest.raises((MediaError, EndpointUnreachable)):
            await fetch(service.download, f"{url}/a.mp4", part)
        fetched = await fetch(service.download, f"{url}/a.mp4", part)
        assert fetched.size == len(data)
        await service.aclose()

    with host(data, cut=1) as (url, asked):
        asyncio.run(story(url))

    assert asked == ["", f"bytes={len(data) // 2}-"]
    assert part.read_bytes() == data


def test_a_page_is_no_download(tmp_path: Path) -> None:
    async def story(url: str) -> None:
        service = Segmind(at(url))
        with pytest.raises(EndpointUnreachable, match="without a video"):
            await fetch(service.download, f"{url}/a.mp4", tmp_path / "a.part")
        await service.aclose()

    with host(b"<html>", kind="text/html") as (url, _):
        asyncio.run(story(url))
    assert not (tmp_path / "a.part").exists()

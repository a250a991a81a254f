"""Proxies, certificates and slow answers: named before anything is sent."""

from __future__ import annotations

import asyncio
import queue
import ssl
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.test_line import ANSWER, host
from veo_widgets import errors
from veo_widgets.client import Client
from veo_widgets.segmind import Segmind, at, segmind, transport
from veo_widgets.segmind.network import Network, NotSent, is_loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from veo_widgets.core.record import JobRecord

PROXY = "http://proxy.test:3128"
API = "https://api.segmind.com/v2/veo-2"
REFUSED = b"HTTP/1.1 %d No\r\ncontent-length: 0\r\n\r\n"


def proxy_of(url: str, **environ: str) -> str | None:
    proxy = Network(environ, {}).route(url).proxy
    return None if proxy is None else proxy.url


@pytest.mark.parametrize(
    ("environ", "url", "proxy"),
    [
        ({}, API, None),
        ({"HTTPS_PROXY": PROXY}, API, PROXY),
        ({"https_proxy": PROXY, "HTTPS_PROXY": "http://other"}, API, PROXY),
        ({"HTTP_PROXY": PROXY}, API, None),
        ({"ALL_PROXY": PROXY}, API, PROXY),
        ({"ALL_PROXY": "socks://x", "HTTPS_PROXY": PROXY}, API, PROXY),
        ({"HTTPS_PROXY": "proxy.test:3128"}, API, PROXY),
        ({"HTTPS_PROXY": f" {PROXY}\n"}, API, PROXY),
        ({"HTTPS_PROXY": ""}, API, None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "*"}, API, None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "localhost, .segmind.com"}, API, None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "segmind.com:443"}, f"{API[:23]}:443/x", None),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "mind.com"}, API, PROXY),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "localhost,fe80::/10,10.0.0.0/8"}, API, PROXY),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "10.0.0.0/8"}, "http://10.2.3.4:8/x", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "fe80::/10"}, "http://[fe80::1]:8/x", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "[fd00::5]:8"}, "http://[fd00::5]:8/x", None),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "fd00::5"}, "http://[fd00::6]:8/x", PROXY),
        ({"HTTP_PROXY": PROXY, "NO_PROXY": "what/ever,:::,/,:"}, "http://h/x", PROXY),
    ],
)
def test_the_way_to_a_host(environ: Mapping[str, str], url: str, proxy: str | None) -> None:
    assert proxy_of(url, **environ) == proxy


@pytest.mark.parametrize("name", ["127.0.0.1", "127.8.8.8", "localhost", "a.localhost", "[::1]"])
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
def test_this_machine_is_never_reached_through_a_proxy(name: str, variable: str) -> None:
    for value in (PROXY, "socks://127.0.0.1:1", "nonsense://"):
        for scheme in ("http", "https"):
            assert proxy_of(f"{scheme}://{name}:8000/v1", **{variable: value}) is None
    assert is_loopback(name)
    assert not is_loopback(f"{name.strip('[]')}.example.com")


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("socks://127.0.0.1:1080", "socks"),
        ("socks5h://user:hush@h:1080", "socks"),
        ("socks4://h:1", "begins with http:// or socks5://"),
        ("ftp://h:1", "begins with http:// or socks5://"),
        ("http://", "no address of a proxy"),
        ("http://h:99999", "no address of a proxy"),
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_a_proxy_that_cannot_be_used_is_named(variable: str, value: str, why: str) -> None:
    with pytest.raises(NotSent, match=why) as caught:
        proxy_of(API, **{variable: value})

    assert f"{variable}={value.replace('user:hush@', '')}" in str(caught.value)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "environ",
    [
        {"SSL_CERT_FILE": "/not/there.pem"},
        {"SSL_CERT_DIR": "/not/there"},
        {"ALL_PROXY": "socks://127.0.0.1:1"},
        {"HTTPS_PROXY": "http://127.0.0.1:1"},
    ],
    ids=str,
)
def test_a_bad_setting_stops_https_before_anything_is_sent(environ: dict[str, str]) -> None:
    async def run() -> None:
        service = Segmind(segmind("SG_key"), network=Network(environ, {}))
        try:
            await service.submit("veo-2", {"prompt": "x"})
        finally:
            await service.aclose()

    with pytest.raises(errors.EndpointUnreachable) as caught:
        asyncio.run(run())

    variable, value = next(iter(environ.items()))
    assert variable in str(caught.value)
    assert value in str(caught.value)
    assert not caught.value.sent


def test_a_file_of_certificates_that_holds_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing", "utf-8")
    network = Network({"SSL_CERT_FILE": str(tmp_path / "ca.pem")}, {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with pytest.raises(NotSent, match=r"SSL_CERT_FILE is .*ca\.pem"):
            _ = network.trust
    assert isinstance(Network({}, {}).trust, ssl.SSLContext)


@pytest.mark.parametrize("status", [502, 407, 403, 503])
def test_a_tunnel_that_a_proxy_refuses_has_sent_nothing(status: int) -> None:
    async def run() -> list[bytes]:
        async with host(REFUSED % status) as (url, seen):
            service = Segmind(segmind("SG_key"), network=Network({"HTTPS_PROXY": url}, {}))
            with pytest.raises(errors.EndpointUnreachable, match=f"{status} No.*HTTPS_PROXY") as c:
                await service.submit("veo-2", {"prompt": "x"})
            assert not c.value.sent
            await service.aclose()
            return seen

    seen = asyncio.run(run())
    assert [head[:8] for head in seen] == [b"CONNECT "]
    assert b"SG_key" not in seen[0]


def test_over_a_plain_proxy_only_what_may_have_arrived_is_unknown() -> None:
    async def run(status: int) -> None:
        async with host(REFUSED % status) as (url, _):
            service = Segmind(at("http://service.test"), network=Network({"http_proxy": url}, {}))
            try:
                await service.submit("veo-2", {"prompt": "x"})
            finally:
                await service.aclose()

    with pytest.raises(errors.EndpointUnreachable, match="name and a password") as caught:
        asyncio.run(run(407))
    assert not caught.value.sent
    with pytest.raises(errors.SubmissionUnknown):
        asyncio.run(run(502))


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_PROXY": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1"},
        {"ALL_PROXY": "socks://127.0.0.1:1", "NO_PROXY": "localhost,fe80::/10"},
        {"SSL_CERT_FILE": "/not/there", "SSL_CERT_DIR": "/not/there"},
    ],
    ids=str,
)
def test_the_local_server_works_under_any_setting(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with Client(home=tmp_path / "home") as client:
        clip = client.run("veo-3-fast", prompt="a lake", duration=4, seed=11, timeout=90)

    assert clip.path.is_file()


def test_a_job_waits_under_a_setting_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:1")
    with Client("SG_0123456789", "http://service.test/v1", tmp_path) as client:
        job = client.submit("veo-2", prompt="x", seed=1)
        refused: queue.Queue[JobRecord] = queue.Queue()
        job.listen(refused.put)
        record = refused.get(timeout=60)
        while record.hold != "retrying":
            record = refused.get(timeout=60)

    assert (record.state, record.request_id) == ("waiting", None)
    assert "ALL_PROXY=socks://127.0.0.1:1" in f"{record.note} {record.error}"


@asynccontextmanager
async def trickle() -> AsyncIterator[str]:
    """Answer a byte at a time, for ever."""

    ended, left = asyncio.Event(), asyncio.Semaphore(0)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
        with suppress(ConnectionError):
            while not ended.is_set():
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        left.release()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ended.set()
        for _ in range(3):
            await left.acquire()


@pytest.mark.parametrize("proxied", [False, True], ids=["aiohttp", "httpx"])
def test_an_answer_that_trickles_is_given_up(
    *, proxied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "TOTAL_S", 0.3)

    async def run() -> None:
        async with trickle() as url:
            network = Network({"http_proxy": url}, {}) if proxied else None
            service = Segmind(at("http://service.test" if proxied else url), network=network)
            try:
                with pytest.raises(errors.EndpointUnreachable, match="too long") as caught:
                    await service.status("r")
                assert caught.value.sent
                with pytest.raises(errors.SubmissionUnknown):
                    await service.submit("veo-2", {"prompt": "x"})
                with pytest.raises(errors.EndpointUnreachable, match=r"only [0-9]+ bytes"):
                    async with service.download(f"{url}/a.mp4") as download:
                        async for _ in download.chunks:
                            pass
            finally:
                await service.aclose()

    asyncio.run(run())


@pytest.mark.parametrize(
    "path",
    [
        "/a%2Bb/~c;d+e%2b.mp4?x=%2B+~;&y=a/b%2F&z='()*!",
        "/a/../b/./c//d.mp4?",
        "?only=query",
        '/q"|^`{}.mp4',
    ],
)
@pytest.mark.parametrize("redirected", [False, True])
def test_the_address_of_a_clip_is_sent_as_it_was_given(path: str, *, redirected: bool) -> None:
    async def run() -> list[bytes]:
        async with host(ANSWER) as (there, seen):
            moved = (
                f"HTTP/1.1 302 Found\r\nlocation: {there}{path}\r\ncontent-length: 0\r\n\r\n"
            ).encode()
            async with host(moved) as (here, _):
                service = Segmind(at("http://service.test", "SG_key"))
                address = f"{here}/start" if redirected else f"{there}{path}"
                async with service.download(address) as download:
                    assert download.status == 200
                await service.aclose()
            return seen

    head = asyncio.run(run())[0]
    wanted = path if path.startswith("/") else f"/{path}"
    assert head.split(b" ")[1].decode() == wanted
    assert b"SG_key" not in head


def test_a_file_that_is_sent_on_for_ever_ends() -> None:
    async def run() -> None:
        answer = httpx.Response(302, headers={"location": "http://h/a"})
        mock = httpx.MockTransport(lambda _: answer)
        async with Segmind(at("http://h"), transport=mock).download("http://h/a"):
            pass

    with pytest.raises(errors.EndpointUnreachable, match="sent on for ever"):
        asyncio.run(run())

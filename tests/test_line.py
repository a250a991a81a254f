"""Both transports tell what was never sent from what may have been taken."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from veo_widgets import errors
from veo_widgets.segmind import Segmind, at
from veo_widgets.segmind.network import Network
from veo_widgets.segmind.transport import AiohttpTransport, HttpxTransport, single_connections

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from veo_widgets.segmind.transport import Transport

DIRECT = Network({}, {})
ANSWER = b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\nX-Word: yes\r\n\r\n{"status": "ok"}'
MOVED = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"


@asynccontextmanager
async def host(answer: bytes, *, cut: bool = False) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Answer every request with the same bytes, then maybe reset the connection."""
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        seen.append(head)
        writer.write(answer)
        await writer.drain()
        if cut:
            linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", seen


@asynccontextmanager
async def api(url: str, kind: str) -> AsyncIterator[Segmind]:
    made = Segmind(at(url, "SG_key"))
    timeout = httpx.Timeout(5.0, connect=2.0, pool=None)
    transport: Transport = (
        HttpxTransport(single_connections(DIRECT), timeout)
        if kind == "httpx"
        else AiohttpTransport(4, 5.0, 2.0, DIRECT)
    )
    made._transport = transport
    try:
        yield made
    finally:
        await made.aclose()


KINDS = pytest.mark.parametrize("kind", ["httpx", "aiohttp"])


@KINDS
def test_an_answer_comes_with_the_key_sent(kind: str) -> None:
    async def run() -> tuple[object, bytes]:
        async with host(ANSWER) as (url, seen), api(url, kind) as one:
            answer = await one._transport.call(
                "GET", f"{url}/a%2Fb?c=%C3%A9", {"x-api-key": "k"}, None
            )
            return (answer.status, answer.headers["x-word"], answer.json()), seen[0]

    told, head = asyncio.run(run())

    assert told == (200, "yes", {"status": "ok"})
    assert head.startswith(b"GET /a%2Fb?c=%C3%A9 HTTP/1.1")
    assert b"x-api-key: k" in head.lower()


@KINDS
def test_a_refused_connection_has_sent_nothing(kind: str) -> None:
    async def run() -> None:
        async with api("http://127.0.0.1:1", kind) as one:
            await one.submit("veo-2", {"prompt": "x"})

    with pytest.raises(errors.EndpointUnreachable, match="no connection to") as caught:
        asyncio.run(run())
    assert not caught.value.sent


@KINDS
@pytest.mark.parametrize("answer", [b"", ANSWER[:60], ANSWER[:-5], b"nonsense\r\n\r\n"])
def test_a_post_that_breaks_off_is_unknown_and_a_poll_is_unreachable(
    kind: str, answer: bytes
) -> None:
    async def submit() -> None:
        async with host(answer, cut=True) as (url, _), api(url, kind) as one:
            await one.submit("veo-2", {"prompt": "x"})

    async def poll() -> None:
        async with host(answer, cut=True) as (url, _), api(url, kind) as one:
            await one.status("r")

    with pytest.raises(errors.SubmissionUnknown):
        asyncio.run(submit())
    with pytest.raises(errors.EndpointUnreachable) as caught:
        asyncio.run(poll())
    assert caught.value.sent


@KINDS
def test_a_post_is_sent_once_even_over_a_stale_connection(kind: str) -> None:
    async def run() -> int:
        async with host(ANSWER, cut=True) as (url, seen), api(url, kind) as one:
            for _ in range(3):
                with suppress(Exception):
                    await one._transport.call("POST", f"{url}/v2/veo-2", {}, b"{}")
            return len(seen)

    assert asyncio.run(run()) <= 3


@KINDS
def test_redirects_are_not_followed(kind: str) -> None:
    async def run() -> int:
        async with host(MOVED) as (url, seen), api(url, kind) as one:
            answer = await one._transport.call("GET", f"{url}/x", {}, None)
            assert len(seen) == 1
            return answer.status

    assert asyncio.run(run()) == 302


def test_a_given_transport_and_a_proxy_stay_with_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(asyncio.run(_transport("http://x")), AiohttpTransport)
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"status": "QUEUED"}))
    assert isinstance(Segmind(at("http://x"), transport=transport)._open(), HttpxTransport)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert isinstance(asyncio.run(_transport("http://x")), HttpxTransport)
    assert isinstance(asyncio.run(_transport("http://127.0.0.1:8")), AiohttpTransport)


async def _transport(url: str) -> Transport:
    service = Segmind(at(url))
    transport = service._open()
    await transport.aclose()
    return transport


def test_calls_behind_a_proxy_go_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> bytes:
        async with host(ANSWER) as (url, seen):
            monkeypatch.setenv("http_proxy", url)
            service = Segmind(at("http://service.test", "SG_key"))
            await service.status("r")
            await service.aclose()
            return seen[0]

    assert asyncio.run(run()).startswith(b"GET http://service.test/v2/requests/r/status ")


def test_over_httpx_calls_one_after_another_share_a_connection() -> None:
    async def run() -> tuple[int, int]:
        async with host(ANSWER) as (url, seen), api(url, "httpx") as one:
            for _ in range(3):
                await one.status("r")
            after_another = len(one._transport._all)
            await asyncio.gather(*(one.status("r") for _ in range(5)))
            assert len(seen) == 8
            return after_another, len(one._transport._all)

    assert asyncio.run(run()) == (1, 5)

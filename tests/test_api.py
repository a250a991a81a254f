"""Answers become the right errors, and the key stays where it belongs."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import httpx
import pytest

from veo_widgets import errors
from veo_widgets.segmind import Segmind, at, segmind
from veo_widgets.segmind.answers import failure
from veo_widgets.segmind.reading import output_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from veo_widgets.service import Endpoint

KEY = "SG_feedfacefeedface"
ENDPOINT = segmind(KEY)


def api(
    handler: Callable[[httpx.Request], httpx.Response], endpoint: Endpoint = ENDPOINT
) -> Segmind:
    return Segmind(endpoint, transport=httpx.MockTransport(handler), clock=lambda: 1000.0)


def submit(answer: httpx.Response | Exception) -> errors.VeoError:
    """Return the error that a submit ends in."""

    def handler(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(errors.VeoError) as caught:
        asyncio.run(api(handler).submit("veo-2", {"prompt": "x"}))
    return caught.value


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(400, json={"error": "bad"}), errors.InvalidRequest),
        (httpx.Response(401, json={"error": "no"}), errors.AuthenticationError),
        (httpx.Response(403, json={"error": "no"}), errors.AuthenticationError),
        (httpx.Response(405, html="<h1>405</h1>"), errors.InvalidRequest),
        (httpx.Response(406, json={"error": "Invalid content type"}), errors.InvalidRequest),
        (
            httpx.Response(406, json={"error": "Insufficient credits: 0.1"}),
            errors.InsufficientCredits,
        ),
        (httpx.Response(406, json={"error": "team spend limit"}), errors.InsufficientCredits),
        (httpx.Response(410, json={"error": "retired"}), errors.ModelRetired),
        (httpx.Response(422, json={"detail": [{"msg": "x"}]}), errors.InvalidRequest),
        (httpx.Response(429, json={"error": "slow down"}), errors.RateLimited),
        (httpx.Response(500, json={"error": "broke"}), errors.ServerError),
        (httpx.Response(503, json={"error": "broke"}), errors.ServerError),
        (httpx.Response(500, html="<h1>oops</h1>"), errors.SubmissionUnknown),
        (httpx.Response(502, text="Bad Gateway"), errors.SubmissionUnknown),
        (httpx.Response(504, json={"error": "timeout"}), errors.SubmissionUnknown),
        (httpx.Response(200, html="<html>"), errors.SubmissionUnknown),
        (httpx.Response(200, json={"status": "QUEUED"}), errors.SubmissionUnknown),
        (httpx.ConnectError("refused"), errors.EndpointUnreachable),
        (httpx.ConnectTimeout("slow"), errors.EndpointUnreachable),
        (httpx.ReadTimeout("slow"), errors.SubmissionUnknown),
        (httpx.ReadError("reset"), errors.SubmissionUnknown),
        (httpx.WriteError("reset"), errors.SubmissionUnknown),
        (httpx.RemoteProtocolError("cut"), errors.SubmissionUnknown),
    ],
)
def test_what_a_submit_can_end_in(
    answer: httpx.Response | Exception, kind: type[errors.VeoError]
) -> None:
    assert type(submit(answer)) is kind


def test_only_a_5xx_with_the_service_s_own_words_is_definite() -> None:
    assert submit(httpx.Response(500, json={"error": "x"})).definite
    assert submit(httpx.Response(503, json={"error": "x"})).definite


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        ({"x-rate-limit-reset-at-utc": "1970-01-01T00:20:00Z"}, 1200.0),
        ({"x-rate-limit-reset-at-utc": "1970-01-01T00:20:00"}, 1200.0),
        ({"x-rate-limit-reset-at-utc": "1234.5"}, 1234.5),
        ({"retry-after": "7"}, 1007.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:20:00 GMT"}, 1200.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_when_a_limit_ends(headers: dict[str, str], until: float | None) -> None:
    assert submit(httpx.Response(429, json={"error": "x"}, headers=headers)).reset_at == until


def test_the_key_goes_to_the_endpoint_and_not_to_the_clip_s_host() -> None:
    seen: list[tuple[str, str | None]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.host, request.headers.get("x-api-key")))
        if "workflows" in request.url.host:
            return httpx.Response(200, json={"file_urls": ["https://a/b.png"]})
        if request.method == "POST":
            other = "https://evil.example/v2/requests/r/status"
            return httpx.Response(
                200, json={"request_id": "r", "status_url": other, "response_url": other}
            )
        return httpx.Response(200, json={"status": "QUEUED", "data": []})

    async def story() -> None:
        one = api(handler)
        accepted = await one.submit("veo-2", {})
        assert accepted.foreign == "https://evil.example/v2/requests/r/status"
        await one.status(accepted.request_id)
        await one.upload([("image/png", b"x")])
        await one.history()
        async with one.download("https://images.segmind.com/generations/a.mp4"):
            pass

    asyncio.run(story())

    assert seen == [
        ("api.segmind.com", KEY),
        ("api.segmind.com", KEY),
        ("workflows-api.segmind.com", KEY),
        ("api.spotprod.segmind.com", KEY),
        ("images.segmind.com", None),
    ]


def test_ids_and_slugs_cannot_leave_their_place_in_the_path() -> None:
    paths: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.raw_path.decode())
        return httpx.Response(200, json={"status": "QUEUED", "request_id": "r"})

    asyncio.run(api(handler).status("../../v1/get-user-credits"))

    assert paths == ["/v2/requests/..%2F..%2Fv1%2Fget-user-credits/status"]


@pytest.mark.parametrize("status", [200, 422])
def test_failed_is_a_body_under_any_code(status: int) -> None:
    body = {"status": "FAILED", "error": "boom", "request_id": "r"}

    told = asyncio.run(api(lambda _: httpx.Response(status, json=body)).status("r"))

    assert (told.state, told.word, told.url) == ("failed", "FAILED", None)
    assert type(told.error) is errors.InferenceFailed
    assert (told.error.detail, told.error.status_body) == ("boom", body)


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize("text", ["<html>Sign in to this network</html>", "", "not found"])
def test_a_portal_is_not_the_service(status: int, text: str) -> None:
    answer = httpx.Response(status, text=text)
    with pytest.raises(errors.EndpointUnreachable, match=f"answered {status}"):
        asyncio.run(api(lambda _: answer).status("r"))


def test_an_unknown_request_has_expired() -> None:
    answer = httpx.Response(404, json={"error": "Request r not found"})
    with pytest.raises(errors.RequestExpired, match="not found"):
        asyncio.run(api(lambda _: answer).status("r"))


@pytest.mark.parametrize("name", ["file_urls", "urls"])
def test_both_shapes_of_an_upload_are_understood(name: str) -> None:
    sent: list[dict] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={name: ["https://a/b.png"]})

    assert asyncio.run(api(handler).upload([("image/png", b"hi")])) == ["https://a/b.png"]
    assert sent == [{"data_urls": ["data:image/png;base64,aGk="]}]


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ({"output": "https://a/b.mp4"}, "https://a/b.mp4"),
        ({"output": ["https://a/b.mp4"]}, "https://a/b.mp4"),
        ({"video": {"url": "https://a/c.mp4"}, "output": "x"}, "https://a/c.mp4"),
        ({"output": [{"url": "https://a/d.mp4"}]}, "https://a/d.mp4"),
        ({"output": "file:///etc/passwd"}, None),
        ({}, None),
    ],
)
def test_the_clip_s_url_is_found_wherever_it_is(body: dict, url: str | None) -> None:
    assert output_url(body) == url


@pytest.mark.parametrize(
    "text",
    [
        "Veo could not generate 1 videos. You will not be charged. Support codes: 42237218",
        "violate Google's Responsible AI practices",
        "content_policy_violation",
    ],
)
def test_content_blocks_are_told_by_their_words(text: str) -> None:
    assert type(failure({"status": "FAILED", "error": text})) is errors.ContentBlocked


def test_other_failures_are_not_blocks() -> None:
    assert type(failure({"status": "FAILED", "error": "GPU fell over"})) is errors.InferenceFailed


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1/", "http://127.0.0.1:9"]
)
def test_a_base_url_may_end_in_its_version(url: str) -> None:
    assert at(url, KEY).api == "http://127.0.0.1:9"


@pytest.mark.parametrize("url", ["127.0.0.1:9", "ftp://a/v1", "", "http://"])
def test_what_is_no_base_url_is_told(url: str) -> None:
    with pytest.raises(ValueError, match="no base URL"):
        at(url)


def test_the_key_is_in_no_repr() -> None:
    assert KEY not in repr(ENDPOINT)


def test_a_key_that_the_service_repeats_is_not_passed_on() -> None:
    error = submit(httpx.Response(401, json={"error": f"Invalid API key {KEY}"}))

    assert KEY not in str(error)
    assert str(error) == "Invalid API key (the key)"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(502, html="bad gateway"), errors.EndpointUnreachable),
        (httpx.Response(200, json={"file_urls": []}), errors.ServerError),
        (httpx.Response(200, html="ok"), errors.ServerError),
    ],
)
def test_an_upload_that_fails_has_submitted_nothing(
    answer: httpx.Response, kind: type[errors.VeoError]
) -> None:
    with pytest.raises(kind) as caught:
        asyncio.run(api(lambda _: answer).upload([("image/png", b"x")]))
    assert not isinstance(caught.value, errors.SubmissionUnknown)
    assert getattr(caught.value, "sent", False) is False


@pytest.mark.parametrize("body", ["<h1>x</h1>", '{"data": null}', "[1]", "3"])
def test_a_history_that_is_none_is_the_servers_fault(body: str) -> None:
    answer = httpx.Response(200, text=body)
    client = api(lambda _: answer)
    if body != "[1]":
        with pytest.raises(errors.ServerError):
            asyncio.run(client.history())
    else:
        assert asyncio.run(client.history()) == []

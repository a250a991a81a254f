"""The local server over a socket: strangers and the official client alike."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest
import segmind
from segmind import InferenceFailed, SegmindClient

from tests.conftest import KEY, picture, serving
from veo_widgets.catalogue import Catalogue, frame_size
from veo_widgets.media import probe
from veo_widgets.server.fault_rules import Fault, read_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.local import Running

EXAMPLES = {m.slug: dict(m.examples[0]["parameters"]) for m in Catalogue().values()}


@pytest.fixture
def http(server: Running) -> Iterator[httpx.Client]:
    headers = {"x-api-key": KEY}
    with httpx.Client(base_url=server.endpoint.api, headers=headers, timeout=60) as client:
        yield client


def finished(http: httpx.Client, request_id: str) -> httpx.Response:
    """Poll until a request ends; at most a minute."""
    for _ in range(600):
        answer = http.get(f"/v2/requests/{request_id}/status")
        if answer.json()["status"] in {"COMPLETED", "FAILED"}:
            return answer
        time.sleep(0.1)  # bounded: the protocol has polling only
    raise AssertionError("the request did not end within a minute")


@pytest.mark.parametrize("slug", EXAMPLES)
def test_the_pages_own_payloads_make_the_clips_they_ask_for(
    http: httpx.Client, slug: str, tmp_path: Path
) -> None:
    asked = EXAMPLES[slug]
    submitted = http.post(f"/v2/{slug}", json=asked)
    body = submitted.json()
    origin = str(http.base_url).rstrip("/")

    assert submitted.status_code == 200
    assert body["status"] == "QUEUED"
    assert body["status_url"] == f"{origin}/v2/requests/{body['request_id']}/status"

    status = finished(http, body["request_id"]).json()
    assert status["status"] == "COMPLETED", status
    assert status["metrics"]["cost"] == Catalogue()[slug].price(asked).high

    result = http.get(f"/v2/requests/{body['request_id']}").json()
    assert result["output"] == result["video"]["url"]
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(httpx.get(result["output"]).content)
    facts = probe(clip)
    defaults = {**Catalogue()[slug].defaults(), **asked}
    assert (facts.width, facts.height) == frame_size(defaults)
    assert facts.duration == pytest.approx(float(defaults.get("duration", 8)), abs=0.05)
    assert facts.fps == 24
    assert facts.has_audio == bool(defaults.get("generate_audio", False))


@pytest.fixture
def official(server: Running) -> Iterator[SegmindClient]:
    client = SegmindClient(api_key=KEY, base_url=f"{server.endpoint.api}/v1")
    yield client
    client._client.close()


@pytest.mark.parametrize("slug", ["veo-2", "veo-3-fast"])
def test_the_official_client_runs_the_pages_own_code(official: SegmindClient, slug: str) -> None:
    job = official.submit_async(slug, **EXAMPLES[slug])
    result = job.wait(timeout=90, interval=0.2)

    assert job.request_id
    assert result["status"] == "COMPLETED"
    assert result["output"].endswith(".mp4")


def test_the_official_client_s_errors(official: SegmindClient) -> None:
    with pytest.raises(segmind.SegmindError) as caught:
        official.submit_async("veo-2", duration=5)
    assert (caught.value.status, caught.value.detail) == (400, "prompt is required.")

    with pytest.raises(InferenceFailed) as failed:
        image = "http://127.0.0.1:1/cat.png"
        official.submit_async("veo-3-fast", prompt="x", image_url=image, duration=4).wait(
            timeout=60, interval=0.1
        )
    assert "http://127.0.0.1:1/cat.png" in failed.value.detail
    assert "private address" in failed.value.detail


def test_v1_answers_with_the_clip_and_tells_its_cost(http: httpx.Client) -> None:
    answer = http.post("/v1/veo-3-fast", json={"prompt": "a lake", "duration": 4, "seed": 5})

    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["x-cost"] == "0.4"
    assert answer.headers["x-seed-value"] == "5"
    assert float(answer.headers["x-remaining-credits"]) > 0
    assert answer.headers["x-request-id"]
    assert answer.content[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("call", "status", "words"),
    [
        (("POST", "/v2/veo-9", {"json": {"prompt": "x"}}), 404, "Model veo-9 not found"),
        (("POST", "/v2/veo-2", {"json": {"duration": 5}}), 400, "prompt is required"),
        (("POST", "/v2/veo-2", {"json": {"prompt": 7}}), 400, "prompt must be text"),
        (("POST", "/v2/veo-2", {"json": {"prompt": "x", "duration": 4}}), 406, "one of 5, 6, 7, 8"),
        (("POST", "/v2/veo-2", {"json": ["x"]}), 400, "JSON object"),
        (
            (
                "POST",
                "/v2/veo-2",
                {"content": b"{", "headers": {"content-type": "application/json"}},
            ),
            400,
            "no JSON",
        ),
        (("POST", "/v2/veo-2", {"data": {"prompt": "x"}}), 406, "Invalid content type"),
        (("GET", "/v2/requests/nope/status", {}), 404, "Request nope not found"),
        (("GET", "/v2/requests/nope", {}), 404, "Request nope not found"),
        (("GET", "/v2/veo-2", {}), 405, "<h1>405"),
        (("POST", "/upload-asset", {"json": {"data_urls": ["http://x"]}}), 400, "not base64"),
        (("GET", "/generations/..%2F..%2Frequests.sqlite", {}), 400, "no such path"),
        (("GET", "/assets/..%2Frequests.sqlite", {}), 400, "no such path"),
    ],
)
def test_what_is_refused_and_how(http: httpx.Client, call: tuple, status: int, words: str) -> None:
    method, path, options = call
    answer = http.request(method, path, **options)

    assert answer.status_code == status
    assert words in answer.text


def test_no_key_and_a_wrong_key_are_401(server: Running) -> None:
    url = server.endpoint.api + "/v1/get-user-credits"

    assert httpx.get(url).status_code == 401
    assert httpx.get(url, headers={"x-api-key": "SG_wrong"}).status_code == 401


def test_a_number_in_quotes_is_taken(http: httpx.Client) -> None:
    body = {"prompt": "x", "duration": "5", "seed": 1}

    assert http.post("/v2/veo-2", json=body).status_code == 200


def test_uploads_are_inputs(http: httpx.Client) -> None:
    uri = "data:image/jpeg;base64," + base64.b64encode(picture()).decode()
    url = http.post("/upload-asset", json={"data_urls": [uri]}).json()["file_urls"][0]
    asked = {
        "prompt": "x",
        "image": url,
        "duration": 4,
        "resolution": "720p",
        "generate_audio": False,
    }
    request_id = http.post("/v2/veo-3.1", json=asked).json()["request_id"]

    assert httpx.get(url).content == picture()
    assert finished(http, request_id).json()["status"] == "COMPLETED"


def test_clips_are_served_in_ranges(http: httpx.Client) -> None:
    asked = {"prompt": "a lake", "duration": 4, "seed": 5}
    request_id = http.post("/v2/veo-3-fast", json=asked).json()["request_id"]
    finished(http, request_id)
    part = http.get(f"/generations/{request_id}.mp4", headers={"range": "bytes=4-7"})

    assert (part.status_code, part.content) == (206, b"ftyp")


def test_history_and_models(http: httpx.Client) -> None:
    request_id = http.post("/v2/veo-2", json={"prompt": "x", "seed": 9}).json()["request_id"]
    rows = http.get("/inference-request/request-history").json()["data"]
    one = http.get(f"/inference-request/request-history/{request_id}").json()
    models = http.get("/inference-model-information/list").json()

    assert request_id in {row["request_id"] for row in rows}
    assert one["model_name"] == "veo-2"
    assert one["request_body"]["seed"] == 9
    assert {row["slug"] for row in models} == set(EXAMPLES)


def test_an_account_without_credits_is_406(tmp_path: Path) -> None:
    with serving(tmp_path, credits=1.0) as running:
        answer = httpx.post(
            running.endpoint.api + "/v2/veo-2", json={"prompt": "x"}, headers={"x-api-key": KEY}
        )

    assert answer.status_code == 406
    assert "Insufficient credits: 1.00 left, 4.25 needed" in answer.text


def test_a_record_is_gone_after_its_time_while_file_and_history_stay(tmp_path: Path) -> None:
    with (
        serving(tmp_path, retention=0.0) as running,
        httpx.Client(base_url=running.endpoint.api, headers={"x-api-key": KEY}, timeout=60) as http,
    ):
        answer = http.post("/v1/veo-3-fast", json={"prompt": "x", "duration": 4, "seed": 1})
        request_id = answer.headers["x-request-id"]

        assert http.get(f"/v2/requests/{request_id}").status_code == 404
        row = http.get(f"/inference-request/request-history/{request_id}").json()
        assert httpx.get(row["generation_url"]).status_code == 200


def test_scripted_failures_happen_and_are_free(tmp_path: Path) -> None:
    faults = (Fault("block", prompt="blocked"), Fault("429", "submit", first=1, seconds=3))
    with (
        serving(tmp_path, faults=faults) as running,
        httpx.Client(base_url=running.endpoint.api, headers={"x-api-key": KEY}, timeout=60) as http,
    ):
        before = http.get("/v1/get-user-credits").json()["credits"]
        limited = http.post("/v2/veo-2", json={"prompt": "x"})
        request_id = http.post("/v2/veo-2", json={"prompt": "blocked"}).json()["request_id"]
        ended = finished(http, request_id)

        assert limited.status_code == 429
        until = datetime.fromisoformat(limited.headers["x-rate-limit-reset-at-utc"])
        assert 0 < (until - datetime.now(UTC)).total_seconds() <= 3
        assert ended.status_code == 422
        assert "Support codes: 42237218" in ended.json()["error"]
        assert http.get("/v1/get-user-credits").json()["credits"] == before


def test_faults_that_do_not_exist_are_told() -> None:
    with pytest.raises(ValueError, match="a fault's kind is one of"):
        read_faults([{"kind": "earthquake"}])
    with pytest.raises(ValueError, match="odds"):
        read_faults([{"kind": "429", "odds": 1}])

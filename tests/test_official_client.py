"""The official client, unmodified, against the local server.

The hosts that it has as literals are led to the server by its httpx transport.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import segmind
from segmind import InferenceFailed, InferenceTimeout, SegmindClient, SegmindError

from tests.conftest import KEY, picture, serving
from veo_widgets.catalogue import Catalogue
from veo_widgets.media import probe
from veo_widgets.server.fault_rules import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from veo_widgets.local import Running

ELSEWHERE = re.compile(r"https://[a-z.-]+\.segmind\.com")
QUICK = {"prompt": "a lake", "duration": 4, "resolution": "720p"}


class Led(httpx.BaseTransport):
    """Sends what is meant for the service's other hosts to the local server."""

    def __init__(self, here: str) -> None:
        self._here, self._inner = httpx.URL(here), httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if ELSEWHERE.match(str(request.url)):
            here = self._here
            request.url = request.url.copy_with(scheme=here.scheme, host=here.host, port=here.port)
            request.headers["host"] = here.netloc.decode()
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def official(running: Running, **options: object) -> SegmindClient:
    here = running.endpoint.api
    client = SegmindClient(**{"api_key": KEY, "base_url": f"{here}/v1", **options})
    plain = client._client
    client._client = httpx.Client(
        headers=plain.headers, timeout=plain.timeout, base_url=plain.base_url, transport=Led(here)
    )
    plain.close()
    return client


@pytest.fixture
def sdk(server: Running) -> Iterator[SegmindClient]:
    client = official(server)
    yield client
    client._client.close()


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Callable[..., SegmindClient]]:
    """Return what makes a client of a server of its own, with faults."""
    open_: list[Any] = []

    def make(*faults: Fault, **settings: object) -> SegmindClient:
        context = serving(tmp_path / "s", faults=faults, **settings)
        client = official(context.__enter__())
        open_.append((client, context))
        return client

    yield make
    for client, context in open_:
        client._client.close()
        context.__exit__(None, None, None)


# --- the pages' own code


@pytest.mark.parametrize("slug", list(Catalogue()))
def test_the_pages_own_code_runs_as_it_stands(server: Running, slug: str) -> None:
    payload = dict(Catalogue()[slug].examples[0]["parameters"])
    code = f"""
from segmind import SegmindClient, InferenceFailed, InferenceTimeout
client = SegmindClient(base_url={server.endpoint.api + "/v1"!r})
payload = {payload!r}
job = client.submit_async({slug!r}, **payload)
print(job.request_id)
try:
    result = job.wait(timeout=900, interval=0.2)
    print(result["status"])
    print(result.get("output"))
except InferenceTimeout as e:
    print("still running:", e.request_id)
except InferenceFailed as e:
    print("failed:", e.detail)
client._client.close()
"""
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={"SEGMIND_API_KEY": KEY, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout.split()

    assert said[1] == "COMPLETED", said
    assert said[2] == f"{server.endpoint.api}/generations/{said[0]}.mp4"


def test_run_waits_and_returns_the_final_body(sdk: SegmindClient) -> None:
    body = sdk.run("veo-3-fast", **QUICK, generate_audio=False, seed=5)

    assert body["status"] == "COMPLETED"
    assert set(body["metrics"]) >= {"inference_time", "queue_time", "total_time", "cost"}
    assert body["output"] == body["video"]["url"]


def test_run_sync_returns_the_clip_with_its_headers(sdk: SegmindClient, tmp_path: Path) -> None:
    answer = sdk.run_sync("veo-3-fast", **QUICK, seed=5)
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(answer.content)

    assert answer.headers["content-type"] == "video/mp4"
    assert probe(clip).duration == pytest.approx(4, abs=0.05)
    assert answer.headers["x-cost"] == "0.4"
    assert answer.headers["x-seed-value"] == "5"
    assert float(answer.headers["x-generation-time"]) > 0
    assert float(answer.headers["x-remaining-credits"]) > 0
    row = sdk.generations.get(answer.headers["x-request-id"])
    assert row["model_status"] == "COMPLETED"


def test_a_handle_tells_status_and_result(sdk: SegmindClient) -> None:
    job = sdk.submit_async("veo-3-fast", **QUICK, generate_audio=False, seed=6)
    first = job.status()
    done = job.wait(timeout=60, interval=0.1)

    assert first["status"] in {"QUEUED", "PROCESSING"}
    assert job.status()["status"] == "COMPLETED"
    assert job.result() == done
    assert job.submit_response["status"] == "QUEUED"


# --- its errors and time-outs


def test_failed_tells_detail_and_body(broken: Callable[..., SegmindClient]) -> None:
    sdk = broken(Fault("block", about="audio"))
    with pytest.raises(InferenceFailed) as caught:
        sdk.run("veo-3-fast", **QUICK)

    assert "an issue with the audio" in caught.value.detail
    assert caught.value.status_body["status"] == "FAILED"
    assert "cost" not in caught.value.status_body["metrics"]


def test_stuck_runs_into_the_time_out(broken: Callable[..., SegmindClient]) -> None:
    job = broken(Fault("stuck")).submit_async("veo-3-fast", **QUICK)
    with pytest.raises(InferenceTimeout) as caught:
        job.wait(timeout=0.4, interval=0.1)

    assert caught.value.request_id == job.request_id
    assert job.status()["status"] == "PROCESSING"


def test_a_slow_synchronous_call_is_a_bare_time_out(broken: Callable[..., SegmindClient]) -> None:
    sdk = broken(Fault("stuck"))
    sdk._client.timeout = 0.5
    with pytest.raises(httpx.ReadTimeout):
        sdk.run_sync("veo-3-fast", **QUICK)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("400", "Bad Request"),
        ("401", "invalid or may have expired"),
        ("403", "permissions"),
        ("404", "Not found"),
        ("406", "Insufficient credits"),
        ("410", "retired"),
        ("429", "rate_limit_exceeded"),
        ("500", "Internal Server Error"),
        ("503", "unavailable"),
    ],
)
def test_each_code_is_its_error(
    broken: Callable[..., SegmindClient], code: str, words: str
) -> None:
    sdk = broken(Fault(code, "submit"))
    with pytest.raises(SegmindError) as caught:
        sdk.submit_async("veo-2", prompt="x")

    assert (caught.value.status, words in caught.value.detail) == (int(code), True)


@pytest.mark.parametrize("code", ["502", "504"])
def test_a_gateway_s_page_has_no_detail(broken: Callable[..., SegmindClient], code: str) -> None:
    sdk = broken(Fault(code, "submit"))
    with pytest.raises(SegmindError) as caught:
        sdk.submit_async("veo-2", prompt="x")

    assert (caught.value.status, caught.value.detail) == (int(code), None)


def test_no_key_is_401(server: Running) -> None:
    sdk = official(server, api_key="")
    with pytest.raises(SegmindError) as caught:
        sdk.run("veo-2", prompt="x")
    sdk._client.close()

    assert (caught.value.status, caught.value.detail) == (
        401,
        "Missing Authorization or x-api-key in header",
    )


# --- files, generations, models


def test_uploads_come_back_as_urls_that_models_take(sdk: SegmindClient, tmp_path: Path) -> None:
    files = [tmp_path / "one.jpg", tmp_path / "two.jpg"]
    for number, file in enumerate(files):
        file.write_bytes(picture(hue=40 * number))
    answer = sdk.files.upload(files)
    start, last = answer["file_urls"]
    body = sdk.run("veo-3.1", **QUICK, image=start, last_frame=last, generate_audio=False)

    assert answer["message"] == "Files uploaded successfully"
    assert httpx.get(start).content == files[0].read_bytes()
    assert body["status"] == "COMPLETED"


def test_generations_list_page_filter_and_sort(broken: Callable[..., SegmindClient]) -> None:
    sdk = broken(Fault("fail", prompt="dark"), Fault("stuck", prompt="slow"))
    quick = {**QUICK, "generate_audio": False, "seed": 3}
    first = sdk.run("veo-3-fast", **quick)
    with pytest.raises(InferenceFailed):
        sdk.run("veo-2", prompt="dark", duration=5)
    sdk.submit_async("veo-3", prompt="slow", duration=4)

    history = sdk.generations.history()
    assert [row["model_status"] for row in history["data"]] == ["PENDING", "FAILED", "COMPLETED"]
    assert (history["page"], history["per_page"], history["total"]) == (1, 20, 3)
    assert history["data"][2]["request_body"] == quick
    assert history["data"][2]["credits_deduction"] == first["metrics"]["cost"] == 0.4
    assert history["data"][1]["error"] == "Inference failed"
    assert history["data"][1]["credits_deduction"] == 0
    one = sdk.generations.get(history["data"][2]["request_id"])
    assert one == history["data"][2]

    def models(**asked: object) -> list[str]:
        return [row["model_name"] for row in sdk.generations.history(**asked)["data"]]

    assert models(status="FAILED") == ["veo-2"]
    assert models(status="PENDING") == ["veo-3"]
    assert models(model_name="veo-3") == ["veo-3", "veo-3-fast"]
    assert models(sort_by="model_name", sort_order="asc") == ["veo-2", "veo-3", "veo-3-fast"]
    assert models(sort_by="credits_deduction")[0] == "veo-3-fast"
    assert models(per_page=2, page=2) == ["veo-3-fast"]
    assert models(from_date="2001-01-01", to_date="2001-01-31") == []

    listed = sdk.generations.list(model_name="veo-3-fast")["data"]
    assert [row["status"] for row in listed] == ["COMPLETED"]
    assert listed[0]["prompt"] == "a lake"
    assert listed[0]["parameters"] == quick
    assert listed[0]["generation_url"] == first["output"]
    assert sdk.generations.recent("veo-3-fast")["data"] == listed
    assert sdk.generations.recent("veo-2")["data"] == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"per_page": 101}, "per_page must be a whole number from 1 to 100"),
        ({"page": 0}, "page must be"),
        ({"from_date": "yesterday"}, "from_date must be a date"),
        ({"from_date": "2026-01-01", "to_date": "2026-03-01"}, "at most 31 days"),
        ({"status": "GONE"}, "status must be one of COMPLETED, FAILED, PENDING"),
        ({"sort_by": "beauty"}, "sort_by must be one of model_created"),
        ({"sort_order": "up"}, "sort_order must be one of desc, asc"),
    ],
)
def test_questions_that_make_no_sense_are_400(sdk: SegmindClient, asked: dict, words: str) -> None:
    with pytest.raises(SegmindError) as caught:
        sdk.generations.history(**asked)

    assert (caught.value.status, words in caught.value.detail) == (400, True)


def test_somebody_else_s_history_is_403(sdk: SegmindClient) -> None:
    with pytest.raises(SegmindError) as caught:
        sdk.generations.history(user_email="other@example.com")

    assert caught.value.status == 403
    with pytest.raises(SegmindError) as caught:
        sdk.generations.get("00000000-0000-0000-0000-000000000000")
    assert caught.value.status == 404


def test_models_are_listed_without_a_key(server: Running) -> None:
    sdk = official(server, api_key="")
    rows = sdk.models.list()
    sdk._client.close()

    assert {row["slug"] for row in rows} == set(Catalogue())
    assert all(row["parameters_schema"]["required"] == ["prompt"] for row in rows)
    assert segmind.__version__ == "1.3.0"

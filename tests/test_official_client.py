"""The official client, unmodified, against the local server."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx
import pytest
from segmind import InferenceFailed, InferenceTimeout, SegmindClient, SegmindError

from tests.conftest import KEY, picture
from tests.official import QUICK, official, served
from veo_widgets.catalogue import Catalogue
from veo_widgets.media import probe
from veo_widgets.server.fault_rules import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from veo_widgets.local import Running


@pytest.fixture
def sdk(server: Running) -> Iterator[SegmindClient]:
    client = official(server)
    yield client
    client._client.close()


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Callable[..., SegmindClient]]:
    """Return what makes a client of a server of its own, with faults."""
    with ExitStack() as stack:

        def make(*faults: Fault, **settings: object) -> SegmindClient:
            return stack.enter_context(served(tmp_path / "s", *faults, **settings))

        yield make


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


# --- files


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

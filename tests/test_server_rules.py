"""What the local server keeps to: choices, files, restarts, scripts."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.conftest import KEY, picture
from tests.talk import ended, submit, talking
from veo_widgets import errors
from veo_widgets.server.fault_rules import Fault, read_faults
from veo_widgets.server.faults import FaultPlan
from veo_widgets.server.files import Files
from veo_widgets.server.protocol_options import ProtocolOptions, option_values, read_options
from veo_widgets.server.settings import Settings

DOCS = Path(__file__).parents[1] / "docs"


# --- what the protocol leaves open


def test_every_choice_is_documented_and_read() -> None:
    page = (DOCS / "local-server.md").read_text("utf-8")
    for name, values in option_values().items():
        assert f"`{name}`" in page, name
        assert all(f"`{value}`" in page for value in values), name

    assert read_options(["enum_error=400", "history=list"]) == ProtocolOptions(
        enum_error="400", history="list"
    )
    with pytest.raises(errors.InvalidRequest, match="no choice 'enum'; there are enum_error"):
        read_options(["enum=400"])
    with pytest.raises(errors.InvalidRequest, match="early_result is status or 404, not 'soon'"):
        read_options(["early_result=soon"])


def test_choices_at_the_submit(tmp_path: Path) -> None:
    usual, other = tmp_path / "a", tmp_path / "b"
    with talking(usual, faults=(Fault("fail", prompt="a lake"),)) as http:
        assert submit(http, duration=5).status_code == 406
        assert submit(http, duration="soon").status_code == 400
        assert submit(http, zoom=2).status_code == 200
        assert submit(http, prompt=7).status_code == 400
    options = ProtocolOptions(
        enum_error="400", prompt_error="worker", unknown_parameters="refuse", data_uris="refuse"
    )
    with talking(other, options=options) as http:
        assert submit(http, duration=5).status_code == 400
        refused = submit(http, durations=4)
        assert (refused.status_code, "no parameter 'durations'" in refused.json()["error"]) == (
            400,
            True,
        )
        late = ended(http, submit(http, prompt=None).json()["request_id"])
        assert late.status_code == 422
        assert late.json()["error"] == "Prompt is Mandatory and must be string"
        uri = "data:image/jpeg;base64," + base64.b64encode(picture()).decode()
        assert submit(http, image_url=uri).status_code == 400


def test_choices_of_results(tmp_path: Path) -> None:
    options = ProtocolOptions(
        early_result="404",
        other_account="403",
        output="video",
        upload_key="urls",
        history="list",
        extra_metrics="no",
        google_rules="fail",
    )
    with talking(tmp_path, keys={KEY: 9, "SG_b": 9}, options=options, latency="0.5") as http:
        request_id = submit(http).json()["request_id"]
        result = f"/v2/requests/{request_id}"

        assert http.get(result).status_code == 404
        assert http.get(result, headers={"x-api-key": "SG_b"}).status_code == 403
        assert "cost" not in ended(http, request_id).json()["metrics"]
        assert set(http.get(result).json()) == {
            "status",
            "request_id",
            "metrics",
            "error",
            "video",
            "seed",
        }
        assert isinstance(http.get("/inference-request/request-history").json(), list)
        uri = "data:image/jpeg;base64," + base64.b64encode(picture()).decode()
        assert len(http.post("/upload-asset", json={"data_urls": [uri]}).json()["urls"]) == 1
        odd = submit(http, aspect_ratio="1:1").json()["request_id"]
        assert ended(http, odd).json()["error"] == "Google's Veo 3 knows only 16:9 and 9:16."


def test_the_samples_of_the_page_are_filled_in_only_by_choice(
    tmp_path: Path, sample_images: None
) -> None:
    asked = {
        "prompt": "a lake",
        "duration": 4,
        "resolution": "720p",
        "seed": 1,
        "generate_audio": False,
    }
    sizes = []
    for name, choice in (("a", "no"), ("b", "yes")):
        with talking(tmp_path / name, options=ProtocolOptions(sample_defaults=choice)) as http:
            request_id = http.post("/v2/veo-3.1-fast", json=asked).json()["request_id"]
            url = (
                ended(http, request_id),
                http.get(f"/v2/requests/{request_id}").json()["output"],
            )[1]
            sizes.append(httpx.get(url).content)

    assert sizes[0] != sizes[1]


def test_the_fields_of_a_form_are_taken(tmp_path: Path) -> None:
    with talking(tmp_path) as http:
        fields = {
            "prompt": (None, "a lake"),
            "duration": (None, "4"),
            "generate_audio": (None, "false"),
        }
        answer = http.post("/v2/veo-3-fast", files=fields)
        with_file = http.post("/v2/veo-3-fast", files={"image_url": ("a.jpg", picture())})
        broken = http.post(
            "/v2/veo-3-fast",
            content=b"--x",
            headers={"content-type": "multipart/form-data; boundary=y"},
        )

        assert answer.status_code == 200
        assert (with_file.status_code, "upload it first" in with_file.text) == (400, True)
        assert broken.status_code == 400


# --- files


def test_files_age_out_and_the_oldest_make_room(tmp_path: Path) -> None:
    for name in ("clips", "assets"):
        (tmp_path / name).mkdir()
    files = Files(Settings(tmp_path, clip_gigabytes=3000 / 1e9, clip_days=1))
    for age, name in enumerate(["new", "middle", "old"]):
        path = tmp_path / "clips" / f"{name}.mp4"
        path.write_bytes(bytes(1000))
        os.utime(path, (1e6 - age * 3600, 1e6 - age * 3600))
    (tmp_path / "assets" / "ancient.png").write_bytes(b"x")
    os.utime(tmp_path / "assets" / "ancient.png", (1e5, 1e5))

    assert files.tidy(1e6) == 1
    assert files.size() == 3000
    (tmp_path / "clips" / "large.mp4").write_bytes(bytes(1500))
    assert files.tidy(1e6) == 2
    assert {path.name for path in (tmp_path / "clips").iterdir()} == {"large.mp4", "new.mp4"}


def test_a_clip_that_aged_out_is_404_and_made_again_when_asked_for(tmp_path: Path) -> None:
    with talking(tmp_path) as http:
        first, url = [submit(http).json()["request_id"], ""]
        ended(http, first)
        url = http.get(f"/v2/requests/{first}").json()["output"]
        data = httpx.get(url).content
        for clip in (tmp_path / "clips").iterdir():
            clip.unlink()

        assert httpx.get(url).status_code == 404
        second = submit(http).json()["request_id"]
        ended(http, second)
        assert httpx.get(http.get(f"/v2/requests/{second}").json()["output"]).content == data


# --- restarts


def test_queue_and_records_outlive_a_kill(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "veo_widgets",
        "serve",
        "--home",
        str(tmp_path / "h"),
        "--key",
        KEY,
        "--quality",
        "draft",
        "--json",
    ]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    ids: list[str] = []
    for turn in range(2):
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        try:
            line = json.loads(server.stdout.readline())
            base = line["url"].removesuffix("/v1")
            with httpx.Client(base_url=base, headers={"x-api-key": KEY}, timeout=60) as http:
                if turn == 0:
                    ids = [submit(http, seed=n).json()["request_id"] for n in range(1, 4)]
                    ended(http, ids[0])
                    server.send_signal(signal.SIGKILL)
                else:
                    states = [ended(http, one).json()["status"] for one in ids]
                    spent = 1000 - http.get("/v1/get-user-credits").json()["credits"]
                    server.send_signal(signal.SIGTERM)
        finally:
            code = server.wait(timeout=20)
            server.stdout.close()

    assert states == ["COMPLETED"] * 3
    assert spent == pytest.approx(3 * 0.4)
    assert code == 0
    assert not list((tmp_path / "h").rglob("server.json"))


# --- scripts


def test_faults_strike_as_scripted() -> None:
    third = FaultPlan([Fault("429", "submit", nth=3)], 1)
    first = FaultPlan([Fault("500", "submit", first=2)], 1)
    one = FaultPlan([Fault("502", rate=0.5)], 7)
    same = FaultPlan([Fault("502", rate=0.5)], 7)

    assert [bool(third.request("submit", "veo-2")) for _ in range(5)] == [0, 0, 1, 0, 0]
    assert [bool(first.request("submit", "veo-2")) for _ in range(4)] == [1, 1, 0, 0]
    assert [bool(one.request("status", "")) for _ in range(50)] == [
        bool(same.request("status", "")) for _ in range(50)
    ]
    assert FaultPlan([Fault("stuck")], 0).calm
    assert not third.calm
    with pytest.raises(ValueError, match="a fault's about is one of video, prompt, audio, image"):
        read_faults([{"kind": "block", "about": "colour"}])
    with pytest.raises(ValueError, match="rate is from 0 to 1"):
        read_faults([{"kind": "block", "rate": 2}])


def test_a_fault_of_a_submit_meets_only_the_prompts_that_it_names(tmp_path: Path) -> None:
    faults = read_faults([{"kind": "406", "prompt": "volcano"}, {"kind": "stuck"}])
    with talking(tmp_path, faults=faults) as http:
        calm = submit(http, prompt="a lake")
        met = submit(http, prompt="a volcano at night")
        broken = http.post("/v2/veo-2", content=b"no volcano in JSON")
        state = http.get(f"/v2/requests/{calm.json()['request_id']}/status")

    assert [calm.status_code, met.status_code, state.status_code] == [200, 406, 200]
    assert "credits" in met.text
    assert "credits" not in broken.text
    for narrow in ({"prompt": "x"}, {"model": "veo-2"}):
        with pytest.raises(ValueError, match="narrow submits and renders only, not 'clip'"):
            read_faults([{"kind": "503", "where": "clip", **narrow}])


def test_the_same_seed_repeats_ids_latencies_and_faults(tmp_path: Path) -> None:
    runs = []
    for name in ("a", "b"):
        faults = (Fault("fail", rate=0.5),)
        with talking(tmp_path / name, seed=11, faults=faults) as http:
            ids = [
                submit(http, "veo-2", duration=5, seed=None).json()["request_id"] for _ in range(6)
            ]
            states = [ended(http, one).json()["status"] for one in ids]
            seeds = [http.get(f"/v2/requests/{one}").json().get("seed") for one in ids]
            runs.append((ids, states, seeds))

    assert runs[0] == runs[1]
    assert {"COMPLETED", "FAILED"} == set(runs[0][1])


@pytest.mark.parametrize("prompt", ["a violent murder, blood and gore", "naked celebrity, hate"])
def test_no_prompt_is_blocked_unless_scripted(tmp_path: Path, prompt: str) -> None:
    with talking(tmp_path) as http:
        assert ended(http, submit(http, prompt=prompt).json()["request_id"]).status_code == 200


# --- the status page


def test_the_overview_tells_of_queue_and_requests(tmp_path: Path) -> None:
    with talking(tmp_path, keys={KEY: 9, "SG_b": 9}, faults=(Fault("stuck"),)) as http:
        submit(http)
        submit(http, prompt="<b>bold</b>")
        told = http.get("/-/overview").json()
        guest = http.get("/-/overview", headers={"x-api-key": "SG_b"}).json()

        assert (told["processing"] + told["queued"], told["accepted"]) == (2, 2)
        assert {row["prompt"] for row in told["requests"]} == {"a lake", "<b>bold</b>"}
        assert guest["requests"] == []
        assert http.post("/-/progress/x", headers={"x-render-token": "guess"}).status_code == 401

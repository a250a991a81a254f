"""The command line as a script sees it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.conftest import KEY

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.local import Running


def run(*words: str, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "veo_widgets", *words],
        cwd=cwd,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_run_prints_one_object_and_saves_the_clip(tmp_path: Path) -> None:
    words = (
        "run",
        "veo-3-fast",
        "--prompt",
        "a lake",
        "--param",
        "duration=4",
        "--param",
        "seed=5",
    )
    done = run(*words, "--json", "--out", "out/a.mp4", cwd=tmp_path)
    told = json.loads(done.stdout)

    assert done.returncode == 0
    assert set(told) == {
        "id",
        "request_id",
        "model",
        "state",
        "cost",
        "path",
        "width",
        "height",
        "fps",
        "duration",
        "has_audio",
        "sha256",
    }
    assert (told["state"], told["width"], told["duration"], told["cost"]) == (
        "ready",
        1280,
        4.0,
        0.4,
    )
    assert (tmp_path / "out/a.mp4").read_bytes()[4:8] == b"ftyp"

    listed = json.loads(run("jobs", "--json", cwd=tmp_path).stdout)
    assert [job["id"] for job in listed] == [told["id"]]
    assert "nothing is unfinished" in run("resume", cwd=tmp_path).stderr


def test_bad_usage_ends_with_2_and_says_why(tmp_path: Path) -> None:
    for words, why in (
        (("run", "veo-9", "--prompt", "x"), "no model 'veo-9'"),
        (("run", "veo-2", "--prompt", "x", "--param", "duration=4"), "one of 5, 6, 7, 8"),
        (("run", "veo-2", "--prompt", "x", "--param", "seed"), "NAME=VALUE"),
        (("run", "veo-2", "--prompt", "x", "--image", "a.png"), "takes no start image"),
        (("serve", "--host", "0.0.0.0"), "give a --key"),
        (("serve", "--latency", "soon"), "fast, real or seconds"),
        (("dance",), "No such command"),
    ):
        done = run(*words, cwd=tmp_path)
        assert done.returncode == 2, (words, done.stderr)
        assert why in " ".join(done.stderr.split())
        assert done.stdout == ""


def test_real_money_is_not_spent_without_a_yes(server: Running, tmp_path: Path) -> None:
    environ = {"SEGMIND_API_KEY": KEY, "VEO_WIDGETS_BASE_URL": f"{server.endpoint.api}/v1"}
    words = (
        "run",
        "veo-3-fast",
        "--prompt",
        "a lake",
        "--param",
        "duration=4",
        "--param",
        "seed=5",
    )
    refused = run(*words, cwd=tmp_path, **environ)
    done = run(*words, "--yes", "--json", cwd=tmp_path, **environ)

    assert refused.returncode == 1
    assert "nothing was sent" in refused.stderr
    assert json.loads(done.stdout)["state"] == "ready"
    assert KEY not in refused.stdout + refused.stderr + done.stdout + done.stderr


def test_models_are_listed(tmp_path: Path) -> None:
    told = json.loads(run("models", "--json", cwd=tmp_path).stdout)

    assert [model["slug"] for model in told] == [
        "veo-3.1-fast",
        "veo-3.1",
        "veo-3-fast",
        "veo-3",
        "veo-2",
    ]


def test_serve_says_where_it_is_and_ends_by_signal(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "veo_widgets", "serve", "--json", "--key", KEY],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    port = told["url"].split(":")[2].removesuffix("/v1")
    taken = run("serve", "--port", port, "--home", "other", cwd=tmp_path)
    twice = run("serve", "--key", KEY, cwd=tmp_path)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)

    assert told["pid"] == process.pid
    assert taken.returncode == 1
    assert f"port {port}" in taken.stderr
    assert "another server already runs" in twice.stderr
    assert process.returncode in {0, -signal.SIGTERM, 128 + signal.SIGTERM}


SWEEP = """
name: panda
prompt: a {animal} on a skateboard
animal: [panda, fox]
model: [veo-3-fast, veo-2]
resolution: [720p, 1080p]
seed: "5, 6"
duration: [4, 5]
"""


def test_a_sweep_is_planned_and_run_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "sweep.yaml").write_text(
        SWEEP.replace("[panda, fox]", "panda").replace('"5, 6"', "5")
    )
    planned = run("sweep", "sweep.yaml", "--plan", "--json", cwd=tmp_path)
    cells = json.loads(planned.stdout)

    assert planned.returncode == 0
    assert [cell["fate"] for cell in cells].count("send") == 3
    assert [cell["fate"] for cell in cells].count("refused") == 4
    assert json.loads(run("jobs", "--json", cwd=tmp_path).stdout) == []
    done = run("sweep", "sweep.yaml", "--json", "--budget", "50", cwd=tmp_path)
    rows = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert {row["state"] for row in rows} == {"ready", "not applicable"}
    assert all(row["path"] for row in rows if row["state"] == "ready")
    again = run("sweep", "sweep.yaml", "--plan", cwd=tmp_path)
    assert "made before" in " ".join(again.stdout.split())
    assert len(json.loads(run("jobs", "--json", cwd=tmp_path).stdout)) == 3


def test_a_sweep_file_that_cannot_be_is_refused(tmp_path: Path) -> None:
    for text, why in (
        ("- a\n", "names and values"),
        ("a: [\n", "no YAML"),
        ("prompt: x\nmodel: veo-2\nsede: 1\n", "Did you mean 'seed'"),
        ("prompt: x\nmodel: veo-22\n", "veo-2"),
    ):
        (tmp_path / "bad.yaml").write_text(text)
        done = run("sweep", "bad.yaml", cwd=tmp_path)
        assert done.returncode == 2
        assert why in " ".join(done.stderr.split())
        assert done.stdout == ""

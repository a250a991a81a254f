"""The comparison grid without a browser, and the files made for it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np
import pytest

import veo_widgets as veo
from tests.clips import coded_clip, number_of
from tests.test_widgets import _close_widgets, sent
from veo_widgets import errors
from veo_widgets.experiment.sweep import open_sweep
from veo_widgets.home.media_registry import find, register
from veo_widgets.home.paths import Home
from veo_widgets.media import Clip, Derived, differences
from veo_widgets.media.derive import derive
from veo_widgets.widgets import ComparisonGrid

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client

__all__ = ["_close_widgets"]


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coded_clip(tmp_path_factory.mktemp("coded") / "coded.mp4", frames=48)


# --- what is derived


def test_the_proxy_has_the_clips_frames_and_its_sound(mp4: Path, tmp_path: Path) -> None:
    derive(mp4, tmp_path, "s")
    with av.open(mp4) as one, av.open(tmp_path / "s.proxy.mp4") as other:
        pairs = [(c.streams.video[0].frames, c.streams.audio[0].frames) for c in (one, other)]
        packets = [p for p in other.demux(video=0) if p.size]
        keys = [n for n, packet in enumerate(packets) if packet.is_keyframe]
        ordered = [int(packet.pts or 0) for packet in packets]

    assert pairs[0] == pairs[1]
    assert keys == list(range(0, len(packets), 12))
    assert ordered == sorted(ordered)


def test_every_frame_of_the_proxy_is_the_clips_own(coded: Path, tmp_path: Path) -> None:
    derive(coded, tmp_path, "s")
    with av.open(tmp_path / "s.proxy.mp4") as container:
        shown = [number_of(f.to_ndarray(format="gray")) for f in container.decode(video=0)]

    assert shown == list(range(48))
    strip = cv2.imread(str(tmp_path / "s.strip.jpg"))
    assert strip.shape[1] == 12 * 192
    facts = json.loads((tmp_path / "s.json").read_text())
    assert facts["loudness"] is None
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".jpg", ".jpg", ".json", ".mp4"]


def test_loudness_is_measured(mp4: Path, tmp_path: Path) -> None:
    derive(mp4, tmp_path, "s")

    assert -19 < json.loads((tmp_path / "s.json").read_text())["loudness"] < -13


def test_what_does_not_decode_leaves_nothing_behind(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"not a video")
    out = tmp_path / "out"
    derived = Derived(out)
    with pytest.raises(errors.MediaError, match=r"bad\.mp4"):
        derived.make(bad, "s").result(60)

    assert list(out.iterdir()) == []
    assert not derived.has("s")


def test_one_clip_is_derived_once(tmp_path: Path) -> None:
    calls: list[str] = []

    def run(_: Path, folder: Path, sha256: str) -> None:
        calls.append(sha256)
        for kind in ("proxy.mp4", "strip.jpg", "thumb.jpg", "json"):
            (folder / f"{sha256}.{kind}").write_text("{}")

    derived = Derived(tmp_path / "d", run)
    for _ in range(3):
        derived.make(tmp_path / "x.mp4", "s").result(10)
    Derived(tmp_path / "d", run).make(tmp_path / "x.mp4", "s").result(10)

    assert calls == ["s"]


def test_differences_are_where_the_clips_part() -> None:
    rng = np.random.default_rng(1)
    one = rng.integers(0, 200, (96, 9, 16), dtype=np.uint8)
    other = one.copy()
    other[24:30] = 255 - other[24:30]
    other[70:74] = 255 - other[70:74]
    found = differences(one, other, (24.0, 24.0))

    assert len(found) == 2
    assert 1.0 <= found[0] <= 1.25
    assert 2.9 <= found[1] <= 3.1
    assert differences(one, one, (24.0, 24.0)) == []
    assert all(at < 2 for at in differences(one[:48], other, (24.0, 24.0)))


def test_derived_files_are_served_and_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.clips.mkdir(parents=True)
    home.derived.mkdir()
    sha = "a" * 64
    for name in (f"{sha}.proxy.mp4", f"{sha}.strip.jpg", f"{sha}.json"):
        (home.derived / name).write_text("x")
    register(home)

    assert find(home.id, f"{sha}.proxy.mp4") == home.derived / f"{sha}.proxy.mp4"
    assert find(home.id, f"{sha}.strip.jpg") == home.derived / f"{sha}.strip.jpg"
    for name in (f"{sha}.json", f"{sha}.mp4", f"../derived/{sha}.proxy.mp4"):
        assert find(home.id, name) is None


# --- grids of files


def test_any_clips_are_compared_without_an_account(coded: Path, mp4: Path) -> None:
    grid = veo.compare([coded, Clip.open(mp4)], labels=["<b>one</b>", "two"])

    assert [cell["title"] for cell in grid.cells] == ["<b>one</b>", "two"]
    assert grid.axes == [{"name": "clip", "values": ["<b>one</b>", "two"]}]
    assert grid.cells[0]["clip"]["frames"] == 48
    assert not grid.cells[0]["clip"]["stored"]
    assert grid.pending is None
    html = grid._repr_mimebundle_()[0]["text/html"]
    assert "&lt;b&gt;one" in html
    assert html.count("data:image/jpeg") == 2
    assert len(html) < 60_000


@pytest.mark.parametrize(
    ("clips", "labels", "error"),
    [
        ([], None, errors.InvalidRequest),
        (["nowhere.mp4"], None, errors.MediaError),
        (["{coded}"], ["a", "b"], errors.InvalidRequest),
    ],
)
def test_what_cannot_be_compared_is_refused(
    clips: list, labels: Any, error: type, coded: Path
) -> None:
    with pytest.raises(error):
        veo.compare([one.format(coded=coded) for one in clips], labels=labels)


def test_an_axis_that_is_not_there_is_refused(coded: Path) -> None:
    with pytest.raises(errors.InvalidRequest, match="there are clip"):
        ComparisonGrid([coded], rows=["seed"])
    with pytest.raises(TypeError, match="colums"):
        ComparisonGrid([coded], colums=["clip"])  # type: ignore[call-arg]


def test_the_browser_gets_a_proxy_when_it_asks(coded: Path) -> None:
    grid = veo.compare([coded])
    messages = sent(grid)
    grid._heard(None, {"type": "derive", "index": 0}, [])
    for _ in range(600):
        if messages:
            break
        time.sleep(0.05)  # bounded: half a minute
    patch = messages[-1][0]

    assert patch["type"] == "clip"
    assert patch["clip"]["derived"]
    assert grid.get_state()["cells"][0]["clip"]["derived"]
    for kind in ("proxy", "strip", "poster", "clip"):
        grid._heard(
            None,
            {"type": "read_file", "id": "1", "index": 0, "kind": kind, "start": 0, "length": 10**9},
            [],
        )
        content, buffers = messages[-1]
        assert content == {"type": "chunk", "id": "1", "error": None}
        assert len(buffers[0]) > 1000
    grid._heard(
        None,
        {"type": "read_file", "id": "2", "index": 7, "kind": "clip", "start": 0, "length": 5},
        [],
    )
    assert messages[-1][0]["error"]


def test_a_frame_becomes_a_start_image(
    client: Client, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = client.submit("veo-3.1-fast", prompt="a crab", duration=4, seed=601).wait(90)
    monkeypatch.setattr("veo_widgets.widgets.grid.default_client", lambda: client)
    grid = ComparisonGrid([clip])
    used: list[tuple[str, dict]] = []
    grid.on_use(lambda model, parameters: used.append((model, parameters)))
    messages = sent(grid)
    grid._heard(
        None, {"type": "text_request", "id": "1", "index": 0, "about": "frame", "time": 1.0}, []
    )
    told = messages[-1][0]

    assert told["error"] is None
    assert "veo.Controls('veo-3.1-fast')" in told["text"]
    assert used[0][1]["image"].endswith("-24.png")
    number = number_of(cv2.imread(str(veo.compare([coded]).frame(0, 1.5)), 0))
    assert number == 36


@pytest.mark.parametrize(("about", "word"), [("python", "veo.submit("), ("curl", "x-api-key")])
def test_a_cells_call_is_told_without_the_key(client: Client, about: str, word: str) -> None:
    sweep = open_sweep(client, {"prompt": "a call", "model": "veo-2", "seed": [1, 2]})
    grid = ComparisonGrid(sweep.plan())
    messages = sent(grid)
    grid._heard(
        None, {"type": "text_request", "id": "9", "index": 1, "about": about, "time": 0}, []
    )

    assert word in messages[-1][0]["text"]
    assert "SG_0123456789abcdef" not in json.dumps(messages[-1][0])


def test_a_file_from_elsewhere_has_no_call(coded: Path) -> None:
    grid = veo.compare([coded])
    messages = sent(grid)
    grid._heard(
        None, {"type": "text_request", "id": "1", "index": 0, "about": "python", "time": 0}, []
    )

    assert "how it was made" in messages[-1][0]["error"]


def test_a_contact_sheet_holds_a_line_for_each_clip(coded: Path, mp4: Path, tmp_path: Path) -> None:
    grid = veo.compare([coded, mp4])
    one = grid.contact_sheet(tmp_path / "sheet.png")

    assert cv2.imread(str(one)).shape[:2] == (2 * (26 + 108), 12 * 192)
    with pytest.raises(errors.MediaError, match=r"\.png"):
        grid.contact_sheet(tmp_path / "sheet.txt")


def test_differences_are_told_for_two_cells(coded: Path, mp4: Path) -> None:
    grid = veo.compare([coded, mp4])
    messages = sent(grid)
    grid._heard(None, {"type": "find_differences", "one": 0, "other": 1}, [])
    assert messages[-1][0]["times"] == []
    for cell, path in zip(grid.cells, (coded, mp4), strict=True):
        grid._derived.make(path, cell["clip"]["sha256"]).result(60)
    grid._heard(None, {"type": "find_differences", "one": 0, "other": 1}, [])
    assert messages[-1][0]["times"]


def test_traits_take_only_what_there_is(coded: Path) -> None:
    grid = veo.compare([coded])
    grid.baseline, grid.focused, grid.rate = 7, -3, 99

    assert (grid.baseline, grid.focused, grid.rate) == (-1, -1, 16.0)


# --- grids of sweeps


def test_a_plan_is_drawn_as_the_grid_to_come(client: Client) -> None:
    sweep = open_sweep(
        client,
        {"prompt": "a plan", "model": ["veo-3-fast", "veo-2"], "duration": [4, 5], "seed": 1},
    )
    grid = ComparisonGrid(sweep.plan())
    fates = [cell["fate"] for cell in grid.cells]

    assert fates == ["send", "refused", "refused", "send"]
    assert grid.pending == {"count": 2, "low": sweep.plan().low, "high": sweep.plan().high}
    assert "4, 6, 8" in grid.cells[1]["reason"]
    assert (grid.columns, grid.rows) == (["model"], ["duration"])
    assert not client.jobs()


def test_a_sweep_fills_its_grid_in_small_patches(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "patches", "model": "veo-3-fast", "seed": [611, 612], "duration": 4}
    )
    grid = ComparisonGrid(sweep)
    messages = sent(grid)
    grid._heard(None, {"type": "launch"}, [])
    sweep.wait(90)
    job = sweep.jobs()[0].record
    grid._changed(job)
    live = [m for m, _ in messages if m["type"] == "live"]

    assert {m["live"]["state"] for m in live} >= {"queued", "ready"}
    assert max(len(json.dumps(m)) for m in live) < 500
    assert [m["index"] for m, _ in messages if m["type"] == "clip"].count(0) == 1
    state = grid.get_state()
    assert [cell["live"]["state"] for cell in state["cells"]] == ["ready", "ready"]
    assert all(cell["clip"] for cell in state["cells"])
    assert state["pending"] is None
    assert all("reused" not in cell["live"]["flags"] for cell in state["cells"])
    again = ComparisonGrid(open_sweep(client, sweep.to_dict()))
    assert all("reused" in cell["live"]["flags"] for cell in again.cells)
    grid.close()
    again.close()


def test_extending_redraws_the_grid_and_its_button(client: Client) -> None:
    sweep = open_sweep(client, {"prompt": "more", "model": "veo-2", "seed": [621], "duration": 5})
    grid = ComparisonGrid(sweep)
    sweep.extend(seed=[622, 623])

    assert len(grid.cells) == 3
    assert grid.axes[0]["values"] == ["621", "622", "623"]
    assert grid.pending["count"] == 3
    assert grid._sheet.requests[2][1]["seed"] == 623
    grid.close()


def test_a_cells_buttons_act_on_its_job(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "buttons " + "x" * 30, "model": "veo-2", "seed": [631, 632]}
    )
    grid = ComparisonGrid(sweep)
    client.budget = 0.01
    sweep.run().wait(60)
    assert {row["state"] for row in sweep.rows()} == {"failed"}
    client.budget = None
    grid._changed(sweep.jobs()[0].record)
    grid._heard(None, {"type": "act_on", "index": 0, "action": "nonsense"}, [])
    grid._heard(None, {"type": "act_on", "index": 0, "action": "retry"}, [])
    sweep.wait(60)

    assert sorted(row["state"] for row in sweep.rows()) == ["failed", "ready"]
    grid._heard(None, {"type": "retry_failed"}, [])
    sweep.wait(60)
    assert {row["state"] for row in sweep.rows()} == {"ready"}
    grid.close()


def test_the_button_sends_what_it_says_with_the_budget_that_was_asked(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "agreed", "model": "veo-2", "seed": [641, 642], "duration": 5}
    )
    grid = ComparisonGrid(sweep.run(budget=0.01, confirm=True))
    grid._heard(None, {"type": "launch"}, [])
    assert "budget" in grid.stop_reason
    assert not client.jobs()

    plan = ComparisonGrid(sweep.plan())
    sweep.extend(seed=[643])
    plan._heard(None, {"type": "launch"}, [])
    assert not client.jobs()
    assert plan.pending["count"] == 3
    assert "press again" in plan.stop_reason
    sweep.run(confirm=True)
    plan._heard(None, {"type": "launch"}, [])
    sweep.wait(90)
    assert len(client.jobs()) == 3
    grid.close()
    plan.close()


def test_what_a_person_pinned_stays_pinned_when_the_sweep_grows(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "pins", "model": ["veo-3-fast", "veo-2"], "seed": [1, 2], "take": 1}
    )
    grid = ComparisonGrid(sweep)
    grid.baseline, grid.selected = 2, [1, 3]
    before = [grid._sheet.requests[n] for n in (2, 1, 3)]
    sweep.extend(seed=[3])
    chosen = [grid.baseline, *grid.selected]

    assert [grid._sheet.requests[n] for n in chosen] == before
    sweep.extend(take=[2])
    assert len(grid.cells) == 12
    assert {len(cell["at"]) for cell in grid.cells} == {3}
    assert "take=2" in str(grid._told(grid.cells[-1]["index"], "python", 0))
    grid.close()


def test_a_shape_that_nobody_knows_is_hatched_and_drawn(client: Client) -> None:
    sweep = open_sweep(
        client, {"prompt": "x", "model": "veo-2", "aspect_ratio": ["16:9", "21:9"], "seed": 1}
    )
    grid = ComparisonGrid(sweep.plan())

    assert [cell["fate"] for cell in grid.cells] == ["send", "refused"]
    assert grid.cells[1]["shape"] == [1280, 720]


def test_bytes_of_another_clip_are_never_sent_for_this_one(coded: Path) -> None:
    grid = veo.compare([coded])
    messages = sent(grid)
    grid._heard(
        None,
        {
            "type": "read_file",
            "id": "1",
            "index": 0,
            "sha256": "0" * 64,
            "kind": "clip",
            "start": 0,
            "length": 5,
        },
        [],
    )

    assert "another clip" in messages[-1][0]["error"]


def test_what_was_deleted_is_derived_again(coded: Path, tmp_path: Path) -> None:
    derived = Derived(tmp_path / "d")
    derived.make(coded, "s").result(60)
    for path in (tmp_path / "d").iterdir():
        path.unlink()
    derived.make(coded, "s").result(60)

    assert derived.has("s")

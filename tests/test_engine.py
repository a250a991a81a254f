"""The engine keeps its promises: asked sizes, same bytes, honest words in the file."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import av
import cv2
import pytest

from tests.conftest import picture
from veo_widgets.catalogue import Catalogue
from veo_widgets.media import Clip
from veo_widgets.server.engine import Cancelled, RenderSpec, base, find, from_request, names
from veo_widgets.server.engine.adapter import StoryboardEngine
from veo_widgets.storyboard.pictures import cover, decode

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

SPEC = RenderSpec(
    "veo-3", "a fox in the forest at dawn", 7, 320, 180, 1, 24, sound=True, draft=True
)


def decoded(data: bytes) -> list[np.ndarray]:
    with av.open(BytesIO(data), "r") as container:
        return [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]


def test_the_same_spec_gives_the_same_bytes_in_any_process() -> None:
    code = (
        "import json, sys, hashlib; from veo_widgets.server.engine import RenderSpec; from veo_widgets.server.engine.adapter import StoryboardEngine\n"
        "spec = RenderSpec(**json.loads(sys.argv[1]))\n"
        "print(hashlib.sha256(StoryboardEngine().render(spec).data).hexdigest())"
    )
    spec = {k: v for k, v in SPEC.as_json().items() if k not in {"references", "start", "last"}}
    found = {
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(spec)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert found == {hashlib.sha256(StoryboardEngine().render(SPEC).data).hexdigest()}


def test_the_file_carries_its_request(tmp_path: Path) -> None:
    model = Catalogue()["veo-3-fast"]
    asked = {**model.defaults(), "prompt": "a lake", "seed": 3, "image_url": "sha256:ab"}
    spec = from_request("veo-3-fast", asked, (320, 180), images={}, audible=True, draft=True)
    path = tmp_path / "clip.mp4"
    path.write_bytes(StoryboardEngine().render(replace(spec, seconds=1)).data)
    clip = Clip.open(path)

    assert (clip.model, clip.parameters) == ("veo-3-fast", asked)
    with av.open(str(path)) as container:
        assert "not Veo" in container.metadata["comment"]


def test_a_render_tells_how_far_it_is_and_stops_when_told() -> None:
    shares: list[float] = []
    StoryboardEngine().render(SPEC, shares.append)

    assert shares == sorted(shares)
    assert (shares[0], len(shares)) == (0, 24)
    with pytest.raises(Cancelled):
        StoryboardEngine().render(SPEC, cancelled=lambda: True)


def test_engines_are_found_by_name() -> None:
    assert find("storyboard").capabilities().repeats
    assert names()[0] == "storyboard"
    with pytest.raises(ValueError, match="no engine 'sora'; there are storyboard"):
        find("sora")


def test_a_draft_is_the_same_picture_in_less_detail() -> None:
    spec = replace(SPEC, draft=False, width=640, height=360)
    full, draft, other = (
        decoded(StoryboardEngine().render(s).data)
        for s in (spec, replace(spec, draft=True), replace(spec, seed=8))
    )

    assert len(full) == len(draft) == 24
    assert full[0].shape == draft[0].shape
    assert cv2.PSNR(full[12], draft[12]) > cv2.PSNR(full[12], other[12]) + 3


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (180, 180), (240, 180), (180, 240)])
def test_the_asked_size_rate_length_and_sound_come(size: tuple[int, int]) -> None:
    data = StoryboardEngine().render(replace(SPEC, width=size[0], height=size[1], fps=30)).data
    with av.open(BytesIO(data), "r") as container:
        video, audio = container.streams.video[0], container.streams.audio[0]

        assert (video.width, video.height, video.average_rate, video.frames) == (*size, 30, 30)
        assert video.pix_fmt == "yuv420p"
        assert audio.codec_context.name == "aac"
        assert "not Veo" in container.metadata["comment"]
        assert json.loads(container.metadata["description"])["seed"] == 7
    assert data.index(b"moov") < data.index(b"mdat")


def test_a_silent_clip_has_no_sound_track() -> None:
    with av.open(
        BytesIO(StoryboardEngine().render(replace(SPEC, sound=False)).data), "r"
    ) as container:
        assert not container.streams.audio


def test_first_and_last_frame_are_met_exactly() -> None:
    start, last = picture(hue=30), picture(hue=150)
    spec = replace(SPEC, width=640, height=360, start=start, last=last, draft=False)
    frames = decoded(StoryboardEngine().render(spec).data)

    assert cv2.PSNR(frames[0], cover(decode(start), 640, 360)) > 38
    assert cv2.PSNR(frames[-1], cover(decode(last), 640, 360)) > 38
    assert cv2.PSNR(frames[12], frames[0]) < 34


@pytest.mark.parametrize(
    "prompt",
    [
        "keynote on a stage",
        "workshop in a classroom",
        "neon Tokyo alley",
        "a lake",
        "a cave",
        "underwater",
        "a stadium",
        "savanna",
        "a meadow",
        "a road",
        "a railway",
        "a table",
        "space",
        "desert",
        "snow",
        "a library with a fireplace",
    ],
)
@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240)])
def test_every_place_draws_as_a_draft(prompt: str, size: tuple[int, int]) -> None:
    spec = replace(SPEC, prompt=prompt, width=size[0], height=size[1], seconds=0.2, sound=False)

    assert len(decoded(StoryboardEngine().render(spec).data)) == 5


def test_a_copy_that_is_not_installed_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(base, "entry_points", lambda **_: ())

    with pytest.raises(ValueError, match=r"not installed.*veo_widgets\.engines.*pip install"):
        find("storyboard")

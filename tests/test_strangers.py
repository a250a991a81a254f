"""Models that nobody foresaw: other names, units and combinations, from a home's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.press import typed
from tests.walk import VEO, Walk, clips_of, walking
from veo_widgets.catalogue import Catalogue, frame_size
from veo_widgets.experiment import open_sweep
from veo_widgets.report import write_report
from veo_widgets.view.asked import asked_of
from veo_widgets.view.fields import form_of, setting
from veo_widgets.widgets import Controls

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "data" / "strangers"
CATALOGUE = Catalogue(FOLDER)
SLUGS = sorted(path.stem for path in FOLDER.glob("*.json"))
ROLES = {
    "lumen-xl": {"size": "size", "frames": "num_frames", "fps": "frame_rate", "seed": "seed"},
    "storyreel": {"shots": "scenes", "aspect_ratio": "format", "prompt": None, "duration": None},
    "morphe": {"start_image": "images", "duration": "duration", "prompt": None},
    "polymath": {"prompt": "text", "version": "model", "duration": "length", "seed": "seed"},
    "quartz-edit": {"prompt": "instruction", "audio": None, "reference_videos": "videos"},
    "nebula-v4": {
        "negative_prompt": "negative",
        "duration": "duration_ms",
        "last_frame": "end_frame",
        "resolution": "video_size",
        "audio": "with_audio",
        "start_image": "first_frame",
    },
}


@pytest.mark.parametrize("slug", SLUGS)
def test_what_each_parameter_is_for_is_found(slug: str) -> None:
    model = CATALOGUE[slug]

    assert not model.odd
    assert {role: model.having(role) for role in ROLES[slug]} == ROLES[slug]


def test_lengths_sizes_and_prices_are_read_in_every_form() -> None:
    scenes = [{"text": "a lake", "seconds": 2}, {"text": "a city"}]
    story, nebula = CATALOGUE["storyreel"], CATALOGUE["nebula-v4"]

    assert story.seconds({"scenes": scenes}) == 6
    assert asked_of(story, {"scenes": scenes})["duration"] == 6
    assert asked_of(nebula, {"duration_ms": 8000})["duration"] == 8
    assert story.validate({"scenes": scenes})["scenes"][1] == {"text": "a city", "seconds": 4}
    assert story.price({"scenes": scenes}).high == 0.4
    assert frame_size({"format": "portrait"}, story) == (720, 1280)
    assert nebula.seconds({"duration_ms": 8000}) == 8
    assert nebula.price({"duration_ms": 8000, "video_size": "540p"}).high == pytest.approx(0.4)
    assert CATALOGUE["lumen-xl"].seconds({"num_frames": 48, "frame_rate": 24}) == 2
    assert frame_size({"size": "720*1280"}, CATALOGUE["lumen-xl"]) == (720, 1280)
    assert not CATALOGUE["morphe"].price().known


def test_a_shot_is_said_in_their_own_words() -> None:
    shot = {"prompt": "a lake", "duration": 8, "aspect_ratio": "9:16", "generate_audio": False}
    said = {slug: CATALOGUE[slug].payload({**shot, "image": "a.png"}) for slug in SLUGS}

    assert said["nebula-v4"]["duration_ms"] == 8000
    assert said["storyreel"] == {"format": "portrait"}
    assert said["morphe"] == {"images": ["a.png"], "duration": 6}
    assert said["polymath"] == {"text": "a lake", "length": "10s", "ratio": "9:16"}
    assert said["quartz-edit"]["width"] < said["quartz-edit"]["height"]
    assert "audio" not in said["quartz-edit"]
    assert said["lumen-xl"]["size"] == "720*1280"


def test_a_length_in_milliseconds_is_chosen_in_seconds() -> None:
    fields = {field["name"]: field for field in form_of(CATALOGUE["nebula-v4"])["fields"]}

    length = fields["duration_ms"]
    assert length["title"] == "Duration"
    row = CATALOGUE["nebula-v4"].properties["duration_ms"]
    assert setting("duration_ms", row, 8000) == "Duration 8 s"
    assert (length["unit"], [option["label"] for option in length["options"]]) == ("s", ["4", "8"])
    assert [option["value"] for option in length["options"]] == [4000, 8000]


# --- on a home


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory, mp4: Path) -> Iterator[Walk]:
    with walking(tmp_path_factory.mktemp("strangers"), FOLDER, mp4.read_bytes()) as walk:
        yield walk


ASKED: dict[str, dict[str, Any]] = {
    "lumen-xl": {"loras": [{"path": "a/film", "scale": 0.5}], "sampler": "unipc"},
    "storyreel": {"scenes": [{"text": "a lake", "seconds": 2}, {"text": "a city", "seconds": 4}]},
    "morphe": {"strength": 0.4},
    "polymath": {"version": "pro"},
    "quartz-edit": {"camera": "dolly_in", "effects": ["grain", "vhs"]},
    "nebula-v4": {"motion": {"camera": "orbit", "amount": 7}},
}
SIX_S = {"lumen-xl": 6, "storyreel": 6, "morphe": 6, "polymath": 5, "nebula-v4": 4}


@pytest.mark.usefixtures("widgets")
@pytest.mark.parametrize("slug", SLUGS)
def test_each_is_planned_drafted_promoted_and_reported(
    slug: str, walk: Walk, tmp_path: Path
) -> None:
    model = walk.client.catalogue[slug]
    files: dict[str, Any] = {}
    if model.having("start_image"):
        files["start_image"] = walk.files["image"]
    if slug == "quartz-edit":
        files["videos"] = [walk.files["video"]]
    given = {"prompt": "a lake", **files, **ASKED[slug], "model": [VEO, slug]}
    sweep = open_sweep(walk.client, {**given, "name": slug, "duration": "nearest 6", "seed": 3})
    plan = sweep.plan()
    assert plan.counts() == {"send": 2}, [cell.reason for cell in plan.cells]
    assert plan.cost.unknown == (not model.price(plan.cells[1].parameters).known)

    draft = sweep.draft().run(unknown=1.0).wait(60)
    clips = clips_of(draft)
    final = draft.promote([1]).run(unknown=1.0).wait(60)
    assert [row["state"] for row in final.rows()] == ["ready"]
    spec = walk.noted.specs[-1]
    assert spec.model == slug
    assert spec.seconds == pytest.approx(SIX_S.get(slug, spec.seconds), abs=0.1)
    assert (spec.width, spec.height) == frame_size(plan.cells[1].parameters, model)
    report = write_report(final, tmp_path / "report.html")
    assert slug in report.path.read_text("utf-8")
    assert len(clips) == 2
    form = Controls(slug, client=walk.client)
    typed(form, 1, **plan.cells[1].parameters)
    assert form.valid, form.problems

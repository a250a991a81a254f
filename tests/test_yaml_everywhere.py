"""A sweep's file from the studio, from Python and from the command line: the same sweep each way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

import veo_widgets as veo
from tests.press import press, said, sent
from tests.raters import opened
from veo_widgets._lib.files import file_word, written_free
from veo_widgets.catalogue import Catalogue
from veo_widgets.cli import app
from veo_widgets.experiment.ladder import drafted
from veo_widgets.experiment.spec import read
from veo_widgets.view.dropped import sweep_in
from veo_widgets.widgets.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("widgets")
DATA = Path(__file__).parent / "data/models"
SEEDS = [1, 2]
PROMPT = "a lake: \"still\" #1\n'yes'"
ENVIRON = {"SEGMIND_API_KEY": "SG_x", "VEO_WIDGETS_BASE_URL": "http://127.0.0.1:9/v1"}


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """Return a studio with two images and two seeds in its form."""
    monkeypatch.chdir(tmp_path)
    images = []
    for number in (40, 200):
        path = tmp_path / f"{number}.png"
        path.write_bytes(cv2.imencode(".png", np.full((8, 8, 3), number, np.uint8))[1].tobytes())
        images.append(str(path))
    with opened(tmp_path / "home") as client:
        shown = Studio("veo-3.1-fast", value={"prompt": PROMPT, "image": images[0]}, client=client)
        held = [client.session.inputs.as_sent("image", image) for image in images]
        form = {**shown.form, "axes": {"seed": SEEDS, "image": held}, "by": "view", "revision": 1}
        press(shown, {"type": "edit", "form": form})
        yield shown
        shown.close()


def told(studio: Studio, *, save: bool) -> str:
    out = sent(studio)
    form = {**studio.form}
    press(studio, {"type": "ask_yaml", "id": "1", "form": form, "count": 1, "save": save})
    (reply,) = said(out, "text_reply")
    return str(reply["text"])


def dropped(studio: Studio, name: str, data: bytes) -> dict[str, Any]:
    out = sent(studio)
    press(studio, {"type": "begin", "id": "2", "name": name, "size": len(data)})
    press(studio, {"type": "chunk", "id": "2", "start": 0}, data)
    return out[-1][0]


def test_a_plan_saved_in_the_studio_is_the_same_sweep_each_way(
    studio: Studio, tmp_path: Path
) -> None:
    text = told(studio, save=True)
    file = tmp_path / text.removeprefix("Saved as ")
    again = told(studio, save=True)
    assert again != text
    assert (tmp_path / again.removeprefix("Saved as ")).read_text() != ""

    moved = tmp_path / "moved"
    moved.mkdir()
    for each in (file, file.with_name(f"{file.stem}_images")):
        each.rename(moved / each.name)
    with opened(tmp_path / "other") as client:
        sweep = veo.Sweep.from_yaml(moved / file.name, client=client)
        assert len(list(client.home.images.iterdir())) == 2
        parameters = [dict(cell.parameters) for cell in sweep.plan().cells]
    listed = CliRunner(env=ENVIRON).invoke(
        app, ["sweep", str(moved / file.name), "--plan", "--json", "--home", str(tmp_path / "cli")]
    )
    assert [cell["parameters"] for cell in json.loads(listed.stdout)] == parameters
    assert {cell["prompt"] for cell in parameters} == {PROMPT}
    assert len({(cell["seed"], cell["image"]) for cell in parameters}) == 4

    reply = dropped(studio, file.name, (moved / file.name).read_bytes())
    assert reply["type"] == "settings_taken"
    assert reply["model"] == "veo-3.1-fast"
    assert reply["values"]["prompt"] == PROMPT
    assert reply["axes"] == {name: [*many] for name, many in studio.form["axes"].items()}
    assert "without images" not in reply["text"]


def test_what_was_copied_opens_in_the_studio_and_says_what_is_not_here(
    studio: Studio, tmp_path: Path
) -> None:
    text = told(studio, save=False)
    assert dropped(studio, "copied.yml", text.encode())["axes"]["seed"] == SEEDS
    with opened(tmp_path / "other") as client:
        other = Studio(client=client)
        reply = dropped(other, "copied.yaml", text.encode())
        other.close()
    assert reply["axes"]["image"] == []
    assert "without images that are not here" in reply["text"]


FILES = [
    (
        "kling-o1-reference-image-to-video",
        {"image_urls": ["https://a.example/b.png", "/etc/passwd"], "seed": [1, 2]},
        {"image_urls": ["https://a.example/b.png"]},
    ),
    ("pixverse-mimic", {"video_url": "/etc/passwd", "image_url": "https://a.example/b.png"}, {}),
    (
        "pixverse-mimic",
        {"video_url": [["/etc/passwd"], ["https://a.example/c.mp4"]]},
        {},
    ),
    ("veo-3.1", {"start_image": "/etc/passwd"}, {}),
    ("veo-3.1", {"start_image": ["/etc/passwd", "https://a.example/c.png"]}, {}),
]


@pytest.mark.parametrize(("model", "given", "then"), FILES)
def test_a_dropped_sweep_keeps_addresses_and_names_no_other_file_of_this_disk(
    tmp_path: Path, model: str, given: dict[str, Any], then: dict[str, Any]
) -> None:
    shutil.copytree(DATA, tmp_path / "own" / "models")
    with opened(tmp_path / "own") as client:
        other = Studio(client=client)
        text = json.dumps({"prompt": "x", "model": model, **given})
        reply = dropped(other, "sweep.json", text.encode())
        other.close()
    assert reply["type"] == "settings_taken", reply
    assert "passwd" not in json.dumps(reply)
    assert then.items() <= reply["values"].items()
    assert "without images that are not here" in reply["text"]


def taken(client: veo.Client, **given: Any) -> Any:
    data = json.dumps(given).encode()
    home = client.session
    return sweep_in(data, "a.json", home.catalogue, home.store, "1")


def test_a_dropped_sweep_is_the_same_by_role_and_says_what_a_form_leaves_out(
    tmp_path: Path,
) -> None:
    asked = {"prompt": "a {pose} panda, {video_url}", "model": ["veo-2", "veo-3.1"]}
    words = {"pose": "sitting", "video_url": "wet"}
    shutil.copytree(DATA, tmp_path / "own" / "models")
    with opened(tmp_path / "own") as client:
        reply = taken(client, **asked, **words, start_image="https://a.example/c.png", take=[1, 2])
        other = taken(client, prompt="x", model="veo-2", video_url="/etc/passwd", take=1)
    assert reply["values"]["prompt"] == "a sitting panda, wet"
    assert [v for v in reply["values"].values() if str(v).startswith("http")] == [
        "https://a.example/c.png"
    ]
    assert set(reply["values"]) <= set(Catalogue()[reply["model"]].properties)
    assert reply["axes"] == {"model": asked["model"]}
    assert reply["text"] == "The sweep of a.json, without take"
    assert other["text"] == "The sweep of a.json, without video_url"
    assert other["values"] == {"prompt": "x"}


def test_a_dropped_sweep_that_no_form_can_show_is_refused(tmp_path: Path) -> None:
    base = {"prompt": "a {style} panda", "model": "veo-2"}
    chosen = {"ladder": {"only": [{"seed": 1, "duration": 5}]}, "duration": [5, 6]}
    with opened(tmp_path / "own") as client:
        models = client.catalogue
        draft = drafted(read({**base, "style": "wet"}, models, 1), models)
        for given in (
            {**base, "style": ["wet", "dry"]},
            {**base, "style": "wet", "seed": [1, 2], **chosen},
            draft.to_dict(),
        ):
            with pytest.raises(veo.errors.InvalidRequest, match="from_yaml"):
                taken(client, **given)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"prompt: a\nmodel: veo-9\n", "veo-9"),
        (b"prompt: [a\n", "no YAML in line"),
        (b"\xff\xfe", "cannot be read"),
        (b"model: veo-2\nprompt: a\nimage: /etc/passwd\n", "image"),
    ],
)
def test_a_file_that_defines_no_sweep_says_why(studio: Studio, data: bytes, words: str) -> None:
    reply = dropped(studio, "../bad.yaml", data)
    assert words in json.dumps(reply)
    assert "passwd" not in json.dumps(reply)


def test_a_file_takes_a_name_that_is_free_and_stays_in_its_folder(tmp_path: Path) -> None:
    stem = file_word("../a panda/1", "sweep")
    names = [written_free(tmp_path, stem, ".yaml", Path.touch).name for _ in "12"]
    assert names == ["a-panda-1.yaml", "a-panda-1-2.yaml"]
    assert file_word("…", "sweep") == "sweep"


def test_of_a_file_that_could_not_be_written_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "sheet.png").touch()
    with pytest.raises(OSError, match="full"):
        written_free(tmp_path, "sheet", ".png", Mock(side_effect=OSError("full")))
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.png"]

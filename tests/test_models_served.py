"""The local server takes every model of the folder: over a socket, to a clip of what was asked."""

from __future__ import annotations

import base64
import json
import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import av
import httpx
import numpy as np
import pytest

from tests.conftest import KEY, picture, serving
from tests.models import CATALOGUE, FILES, FOLDER, Noted, cheapest, sample
from tests.sounds import sound
from tests.talk import ended
from veo_widgets.catalogue import Model, frame_size
from veo_widgets.experiment import open_sweep
from veo_widgets.media import probe
from veo_widgets.server.engine.adapter import StoryboardEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.local import Running
    from veo_widgets.server.engine import RenderSpec


class Served:
    """A server of all the models, and what it was asked to render."""

    def __init__(self, running: Running, http: httpx.Client, noted: Noted, home: Path) -> None:
        self.running, self.http, self.noted, self.home = running, http, noted, home
        uris = [
            f"data:{kind};base64,{base64.b64encode(data).decode()}"
            for kind, data in (
                ("image/jpeg", picture()),
                ("video/mp4", noted.clip),
                ("audio/wav", sound(3)),
            )
        ]
        answer = http.post("/upload-asset", json={"data_urls": uris})
        urls = answer.json()["file_urls"]
        self.files = dict(zip(("image", "video", "sound"), urls, strict=True))

    def request(self, model: Model) -> dict[str, Any]:
        """Return the sample of a model's page with files that are there, in its cheapest form."""
        return cheapest(model, sample(model, self.files))

    def made(self, model: Model, request: dict[str, Any]) -> tuple[RenderSpec, dict[str, Any]]:
        """Send a request, and return what was rendered of it and the answer."""
        before = len(self.noted.specs)
        sent = self.http.post(f"/v2/{model.slug}", json=request)
        assert sent.status_code == 200, (model.slug, request, sent.text)
        answer = ended(self.http, sent.json()["request_id"])
        assert answer.status_code == 200, (model.slug, answer.text)
        (spec,) = self.noted.specs[before:]
        return spec, answer.json()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, mp4: Path) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    models = folder / "models"
    shutil.copytree(FOLDER, models)
    noted = Noted(mp4.read_bytes())

    with ExitStack() as stack:
        running = stack.enter_context(serving(folder, models=models, renderers=noted.opened))
        headers = {"x-api-key": KEY}
        base = running.endpoint.api
        http = stack.enter_context(httpx.Client(base_url=base, headers=headers, timeout=60))
        yield Served(running, http, noted, folder)


@pytest.mark.parametrize("slug", FILES)
def test_each_model_is_served_over_a_socket(slug: str, served: Served) -> None:
    model = CATALOGUE[slug]
    request = served.request(model)
    spec, answer = served.made(model, request)

    full = {**model.defaults(), **request}
    assert (spec.width, spec.height) == frame_size(request, model)
    assert spec.frames == round(spec.seconds * spec.fps)
    if model.seconds(request) is not None:
        assert spec.seconds == pytest.approx(model.seconds(request))
    assert spec.fps == round(model.fps(full))
    media = {slot.medium for slot in model.media() if slot.path.partition("[")[0] in request}
    assert bool(spec.start or spec.last or spec.references) == bool(media & {"image", "video"})
    assert spec.sound == ("sound" in media)
    prompt = model.having("prompt")
    assert spec.prompt == (request.get(prompt or "") or model.title)
    price = model.price(request)
    assert answer["metrics"].get("cost") == (price.high if price.known else None)


def test_the_sizes_lengths_and_sounds_are_what_was_asked(served: Served) -> None:
    def of(slug: str, **asked: Any) -> tuple[int, int, float, int, bool]:
        model = CATALOGUE[slug]
        spec, _ = served.made(model, asked)
        return spec.width, spec.height, spec.seconds, spec.fps, spec.sound

    image = served.files["image"]
    assert of("sora-2", prompt="a", size="1280x720", duration="4") == (1280, 720, 4, 24, False)
    turbo = {"promptText": "a", "promptImage": image, "duration": 5}
    assert of("runway-gen4-turbo", **turbo, ratio="832:1104")[:3] == (832, 1104, 5)
    ltx = {"prompt": "a", "width": 512, "height": 768, "num_frames": 49, "fps": 24}
    assert of("ltx-2-19b-t2v", **ltx) == (512, 768, 49 / 24, 24, False)
    assert of("kling-3-standard-text2video", prompt="a", duration="3", aspect_ratio="1:1") == (
        *(720, 720, 3.0, 24),
        True,
    )
    assert of("kling-3-standard-text2video", prompt="b", generate_audio=False)[4] is False
    assert of("svd", image=image, frames="25", fps=25)[2:4] == (1.0, 25)


def test_a_sound_or_a_video_makes_a_clip_as_long_as_itself(served: Served, mp4: Path) -> None:
    talk, video = CATALOGUE["infinite-talk"], CATALOGUE["runway-gen4-aleph"]
    files = served.files
    spoken, _ = served.made(talk, {"image": files["image"], "audio": files["sound"], "fps": 25})
    changed, _ = served.made(video, {"prompt": "at night", "video": files["video"]})

    assert spoken.seconds == pytest.approx(3)
    assert spoken.heard == sound(3)
    assert changed.seconds == pytest.approx(probe(mp4).duration, abs=0.1)
    assert changed.start is not None
    assert changed.start[:4] == b"\x89PNG"


def test_a_list_of_shots_is_shown_one_after_the_other(served: Served) -> None:
    model = CATALOGUE["kling-3-standard-text2video"]
    shots = [{"prompt": "a lake", "duration": "3"}, {"prompt": "a city", "duration": "4"}]
    spec, _ = served.made(model, {"prompt": "x", "multi_prompt": shots})

    assert spec.shots == (("a lake", 3.0), ("a city", 4.0))
    assert (spec.seconds, spec.frames) == (7, 168)


def test_a_sweep_of_others_against_veo_runs(
    served: Served, connect: Callable[..., Client], tmp_path: Path
) -> None:
    shutil.copytree(FOLDER, tmp_path / "home" / "models")
    client = connect(served.running)
    (tmp_path / "voice.wav").write_bytes(sound(1))
    (tmp_path / "face.png").write_bytes(picture())
    given = {
        "prompt": "a lake",
        "model": ["veo-3.1-fast", "sora-2", "infinite-talk"],
        "start_image": str(tmp_path / "face.png"),
        "sound": str(tmp_path / "voice.wav"),
        "duration": "nearest 6",
        "seed": 3,
    }
    sweep = open_sweep(client, given).run(unknown=1.0).wait(60)

    rows = sweep.rows()
    assert [row["state"] for row in rows] == ["ready"] * 3, rows
    assert rows[2]["cost"] is None
    specs = {spec.model: spec for spec in served.noted.specs}
    assert {specs[model].start for model in given["model"]} == {specs["sora-2"].start}
    assert specs["infinite-talk"].heard == sound(1)
    assert (specs["veo-3.1-fast"].seconds, specs["sora-2"].seconds) == (6, 4)


def test_what_a_request_holds_is_in_the_clip(served: Served, tmp_path: Path) -> None:
    model = CATALOGUE["infinite-talk"]
    asked = {"image": served.files["image"], "audio": served.files["sound"], "seed": 4}
    spec, _ = served.made(model, asked)
    shots = (("a lake", 0.5), ("a city at night", 0.5))
    small = {"width": 160, "height": 90, "seconds": 1.0, "fps": 12, "draft": True}
    made = {
        "spoken": {**small, "start": spec.start, "sound": True, "heard": spec.heard},
        "shots": {**small, "sound": True, "shots": shots},
    }
    for name, values in made.items():
        told = type(spec)("m", "x", 1, **values)
        path = tmp_path / f"{name}.mp4"
        path.write_bytes(StoryboardEngine().render(told).data)
        facts = probe(path)
        assert (facts.width, facts.height, facts.frames, facts.has_audio) == (160, 90, 12, True)
    with av.open(str(tmp_path / "spoken.mp4")) as file:
        heard = np.concatenate([f.to_ndarray()[0] for f in file.decode(audio=0)])
    spectrum = np.abs(np.fft.rfft(heard[4_800:43_200]))
    assert abs(int(spectrum.argmax()) * 48_000 / 38_400 - 440) < 3


def test_a_file_that_comes_while_it_runs_is_known_at_once(served: Served) -> None:
    document = json.loads((FOLDER / "sora-2.json").read_text("utf-8"))
    assert served.http.post("/v2/sora-9", json={"prompt": "a"}).status_code == 404

    path = served.home / "models" / "sora-9.json"
    path.write_text(json.dumps({**document, "slug": "sora-9", "price": None}), "utf-8")
    assert served.http.post("/v2/sora-9", json={"prompt": "a"}).status_code == 200
    rows = served.http.get("/inference-model-information/list").json()
    assert "sora-9" in {row["slug"] for row in rows}
    assert served.http.post("/v1/sora-9", json={"prompt": "b"}).content[4:8] == b"ftyp"
    path.unlink()
    assert served.http.post("/v2/sora-9", json={"prompt": "a"}).status_code == 404


def test_wrong_files_and_values_are_refused_with_words(served: Served) -> None:
    text = f"data:text/plain;base64,{base64.b64encode(b'hello').decode()}"
    broken = f"data:video/mp4;base64,{base64.b64encode(b'0000ftypisom').decode()}"
    playlist = f"data:audio/mpeg;base64,{base64.b64encode(b'#EXTM3U').decode()}"
    for uri, words in ((text, "is no image"), (broken, "broken video"), (playlist, "is no image")):
        answer = served.http.post("/upload-asset", json={"data_urls": [uri]})
        assert (answer.status_code, words in answer.text) == (400, True), answer.text
    nested = {
        "prompt": "x",
        "start_image_url": served.files["image"],
        "elements": [{"frontal_image_url": text}],
    }
    answer = served.http.post("/v2/kling-3-standard-image2video", json=nested)
    assert answer.status_code == 400
    assert "elements[0].frontal_image_url" in answer.json()["error"]
    wrong = served.http.post("/v2/sora-2", json={"prompt": "a", "size": "1290x720"})
    assert wrong.status_code == 406
    assert "1280x720" in wrong.json()["error"]

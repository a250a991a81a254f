"""Files inside a request, however deep, are stored and uploaded; a path is never sent."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import cv2
import numpy as np
import pytest

from veo_widgets.catalogue import Catalogue
from veo_widgets.client.inputs import Inputs
from veo_widgets.conductor import submit
from veo_widgets.core.matching import fits
from veo_widgets.core.record import JobRecord, is_reference
from veo_widgets.errors import MediaError
from veo_widgets.home.paths import open_home
from veo_widgets.media import Store, media_type, read_input

CATALOGUE = Catalogue(Path(__file__).parent / "data" / "models")
MP4 = b"\0\0\0\x18ftypmp42" + bytes(40)
WAV = b"RIFF\x24\0\0\0WAVEfmt " + bytes(40)
PNG = cv2.imencode(".png", np.zeros((8, 8, 3), np.uint8))[1].tobytes()


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    return Inputs(CATALOGUE, Store(open_home(tmp_path / "home")))


def test_each_file_of_nested_values_becomes_a_reference(inputs: Inputs, tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(PNG)
    model = CATALOGUE["kling-3-standard-image2video"]
    given = [{"frontal_image_url": str(picture), "reference_image_urls": [picture, "https://a/b"]}]

    [element] = inputs.as_sent("elements", given, model)

    assert is_reference(element["frontal_image_url"])
    assert element["reference_image_urls"] == [element["frontal_image_url"], "https://a/b"]
    assert inputs.as_sent("prompt", str(picture), model) == str(picture)
    assert not model.check(
        {"prompt": "x", "start_image_url": "https://a", "elements": [element]}
    ).problems


def test_what_an_undescribed_object_calls_an_image_is_one(inputs: Inputs, tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(PNG)
    document = {"slug": "m-video", "title": "M", "parameters": {"elements": {"type": "list"}}}
    model = type(CATALOGUE["svd"]).from_json(document)

    [element] = inputs.as_sent("elements", [{"face_image": str(picture), "name": "ana"}], model)

    assert is_reference(element["face_image"])
    assert element["name"] == "ana"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [("reference_videos", MP4, "video/mp4"), ("reference_audios", WAV, "audio/wav")],
)
def test_videos_and_sounds_are_taken_by_their_bytes(
    name: str, data: bytes, kind: str, inputs: Inputs
) -> None:
    model = CATALOGUE["seedance-2.0-mini"]
    [stored] = inputs.as_sent(name, [data], model)

    assert is_reference(stored)
    assert media_type(stored) == kind
    with pytest.raises(MediaError, match=r"is no (video|sound) of a kind"):
        inputs.as_sent(name, [b"plain text"], model)


def test_a_model_s_own_limits_hold() -> None:
    with pytest.raises(MediaError, match=r"at most 1e-05 MB"):
        read_input(PNG, "image", most=10)
    with pytest.raises(MediaError, match="is PNG; this model takes JPEG"):
        read_input(PNG, "image", accept=["jpg"])
    assert read_input(PNG, "image", accept=["png", "jpg"])


def test_references_inside_objects_are_uploaded_and_found_again(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    store = Store(home)
    file = read_input(MP4, "video")
    store.keep_image(file.name, file.data)
    sent: list[tuple[str, bytes]] = []
    noted: dict[str, str] = {}

    async def upload(files: list[tuple[str, bytes]]) -> list[str]:
        sent.extend(files)
        return [f"https://cdn/{len(sent)}" for _ in files]

    async def call(function: Any, *values: Any) -> Any:
        return function(*values)

    ledger = SimpleNamespace(
        uploaded=lambda _, name: noted.get(name),
        note_upload=lambda _, name, url: noted.__setitem__(name, url),
    )
    context: Any = SimpleNamespace(ledger=ledger, store=store, in_thread=call, write=call)
    service: Any = SimpleNamespace(name="test", origin="https://x", upload=upload)
    value = [{"clip": file.reference, "more": {"again": [file.reference]}}]

    told = asyncio.run(submit._uploaded(context, service, value))

    assert sent == [("video/mp4", MP4)]
    assert told == [{"clip": "https://cdn/1", "more": {"again": ["https://cdn/1"]}}]
    record = JobRecord("a", "test", "m", {"shots": value}, 0.0, submitted=0.0)
    row = cast("Any", SimpleNamespace(model="m", parameters={"shots": told}, created=0.0))
    assert fits(record, row, noted.get)
    row.parameters = {"shots": [{"clip": "https://cdn/2", "more": {"again": []}}]}
    assert not fits(record, row, noted.get)

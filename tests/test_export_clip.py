"""Copies of clips that say how they were made; what they were copied from stays as it is."""

from __future__ import annotations

import io
import json
import shutil
import struct
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clips import coded_clip
from tests.press import press, sent
from veo_widgets import errors
from veo_widgets._lib.files import sha256_of
from veo_widgets.media import Clip, Origin, marks, probe
from veo_widgets.media.boxes import CREDENTIALS, XMP, boxes_of, put_xmp, xmp_of
from veo_widgets.media.export import mark_composite
from veo_widgets.media.settings import Settings, read, written
from veo_widgets.media.xmp import SETTINGS, said, with_said
from veo_widgets.widgets import Controls

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client

ASKED = {"prompt": 'a "fox" & <hen>, 狐\u0007 =1+1', "seed": 7, "resolution": "720p"}
ORIGIN = Origin("job1", "req-1", 1_700_000_000.0, 1_700_000_042.5)
KIND = "Iptc4xmpExt:DigitalSourceType"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clip that says nothing of itself."""
    return coded_clip(
        tmp_path_factory.mktemp("plain") / "clip.mp4", frames=12, width=192, height=96
    )


@pytest.fixture
def veo(plain: Path) -> Clip:
    """Return a clip as a job of a real endpoint has it."""
    opened = replace(Clip.open(plain), stamp=None)
    return replace(
        opened, parameters=ASKED, model="veo-3.1-fast", cost=0.8, endpoint="segmind", origin=ORIGIN
    )


def test_a_copy_carries_its_settings_and_the_clip_stays_as_it_is(veo: Clip, tmp_path: Path) -> None:
    before = veo.path.read_bytes()
    path = veo.export(tmp_path / "deep" / "copy.mp4")
    copy = Clip.open(path)

    assert veo.path.read_bytes() == before
    assert path.read_bytes().startswith(before)
    assert (copy.model, copy.parameters, copy.endpoint) == (veo.model, ASKED, "segmind")
    assert (copy.origin, copy.cost) == (ORIGIN, None)
    assert replace(copy.facts, size=0) == replace(veo.facts, size=0)
    assert [entry.name for entry in path.parent.iterdir()] == ["copy.mp4"]


def test_the_cost_is_told_only_if_wanted_and_an_address_of_ones_own_never(
    veo: Clip, tmp_path: Path
) -> None:
    own = replace(veo, endpoint="https://inner.example:8443/v1")
    path = own.export(tmp_path / "copy.mp4", cost=True)

    assert Clip.open(path).cost == 0.8
    assert b"inner.example" not in path.read_bytes()


def test_a_copy_of_a_copy_says_it_once_and_no_more_of_its_cost(veo: Clip, tmp_path: Path) -> None:
    first = veo.export(tmp_path / "1.mp4", cost=True)
    second = Clip.open(first).export(tmp_path / "2.mp4")
    with second.open("rb") as file:
        kinds = [(box.kind, box.uuid) for box in boxes_of(file)]

    assert kinds.count((b"uuid", XMP)) == 1
    assert Clip.open(second).origin == ORIGIN
    assert Clip.open(second).cost is None
    assert xmp_of(second).count(b"<veo:settings>") == 1


@pytest.mark.parametrize(
    ("endpoint", "kind"),
    [("segmind", "trainedAlgorithmicMedia"), ("local", "algorithmicMedia")],
)
def test_the_source_type_is_what_made_it(
    veo: Clip, tmp_path: Path, endpoint: str, kind: str
) -> None:
    path = replace(veo, endpoint=endpoint).export(tmp_path / "copy.mp4")
    assert said(xmp_of(path), KIND).endswith(f"/digitalsourcetype/{kind}")


def test_a_preview_never_claims_a_trained_model(mp4: Path, tmp_path: Path) -> None:
    path = Clip.open(mp4).export(tmp_path / "copy.mp4")
    assert said(xmp_of(path), KIND).endswith("/algorithmicMedia")
    assert Clip.open(path).parameters == Clip.open(mp4).parameters


def test_a_composite_says_that_it_is_one(plain: Path, tmp_path: Path) -> None:
    path = tmp_path / "grid.mp4"
    shutil.copyfile(plain, path)
    mark_composite(path, trained=True)
    assert said(xmp_of(path), KIND).endswith("/compositeWithTrainedAlgorithmicMedia")
    assert Clip.open(path).model == ""


def test_a_file_of_unknown_making_is_copied_as_it_is(plain: Path, tmp_path: Path) -> None:
    path = Clip.open(plain).export(tmp_path / "copy.mp4")
    assert path.read_bytes() == plain.read_bytes()


def test_what_other_tools_said_stays_and_goes_first(veo: Clip, tmp_path: Path) -> None:
    marked = tmp_path / "marked.mp4"
    shutil.copyfile(veo.path, marked)
    theirs = with_said(b"", {KIND: "http://example/theirs", "xmp:CreatorTool": "Cutter"})
    put_xmp(marked, lambda _: theirs)
    path = replace(veo, path=marked).export(tmp_path / "copy.mp4")

    assert said(xmp_of(path), KIND) == "http://example/theirs"
    assert said(xmp_of(path), "xmp:CreatorTool") == "Cutter"
    assert Clip.open(path).model == "veo-3.1-fast"
    assert probe(path).frames == veo.facts.frames


def test_a_file_with_content_credentials_is_not_touched(veo: Clip, tmp_path: Path) -> None:
    signed = tmp_path / "signed.mp4"
    box = struct.pack(">I4s", 40, b"uuid") + CREDENTIALS + b"manifest"[:8] + b"\0" * 8
    signed.write_bytes(veo.path.read_bytes() + box)
    path = replace(veo, path=signed).export(tmp_path / "copy.mp4")

    assert path.read_bytes() == signed.read_bytes()
    assert Clip.open(path).origin == ORIGIN
    path.write_bytes(path.read_bytes() + struct.pack(">I4s", 8, b"free"))
    assert Clip.open(path).model == ""


def test_a_sidecar_is_written_beside_it_if_wanted(veo: Clip, tmp_path: Path) -> None:
    path = veo.export(tmp_path / "copy.mp4", sidecar=True)
    told = json.loads((tmp_path / "copy.mp4.json").read_text("utf-8"))

    assert told["sha256"] == sha256_of(path)
    assert (told["original"], told["parameters"]["seed"]) == (veo.sha256, 7)
    assert "cost" not in told


def test_a_copy_is_never_the_clip_itself_or_a_folder(veo: Clip, tmp_path: Path) -> None:
    before = veo.path.read_bytes()
    link = tmp_path / "link.mp4"
    link.symlink_to(veo.path)
    for target in (veo.path, link, tmp_path):
        with pytest.raises(errors.InvalidRequest, match="name another file"):
            veo.export(target)
    assert veo.path.read_bytes() == before


def test_a_box_to_the_end_of_the_file_gets_its_size_first(veo: Clip, tmp_path: Path) -> None:
    with veo.path.open("rb") as file:
        last = boxes_of(file)[-1]
    data = bytearray(veo.path.read_bytes())
    data[last.start : last.start + 4] = b"\0\0\0\0"
    endless = tmp_path / "endless.mp4"
    endless.write_bytes(data)
    path = replace(veo, path=endless).export(tmp_path / "copy.mp4")

    assert path.read_bytes().startswith(veo.path.read_bytes())
    assert Clip.open(path).model == "veo-3.1-fast"


def test_the_index_of_fragments_stays_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "fragments.mp4"
    box = struct.pack(">I4s", 8, b"mfra")
    path.write_bytes(struct.pack(">I4s8x", 16, b"ftyp") + box)
    assert put_xmp(path, lambda _: b"<x/>")
    with path.open("rb") as file:
        assert [each.kind for each in boxes_of(file)] == [b"ftyp", b"uuid", b"mfra"]


@given(st.binary(max_size=80))
def test_any_bytes_are_boxes_or_none(data: bytes) -> None:
    boxes = boxes_of(io.BytesIO(data))
    assert sum(box.size for box in boxes) in {0, len(data)}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(), VALUES, min_size=1, max_size=4), st.text())
def test_settings_come_back_from_xmp_whatever_they_hold(asked: dict[str, Any], model: str) -> None:
    settings = Settings(model, asked, "local", 1.5, ORIGIN)
    packet = with_said(b"", {SETTINGS: written(settings), "xmp:CreatorTool": model})
    assert read(said(packet, SETTINGS)) == settings


@pytest.mark.parametrize(
    "packet",
    [b"<x", b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', b"\xff\xfe", b"<a/>", b"{}"],
)
def test_a_packet_that_is_none_says_nothing_and_is_written_anew(packet: bytes) -> None:
    assert said(packet, SETTINGS) == ""
    assert said(with_said(packet, {SETTINGS: "{}"}), SETTINGS) == "{}"


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_reads_what_it_is(veo: Clip, tmp_path: Path) -> None:
    path = veo.export(tmp_path / "copy.mp4")
    preview = replace(veo, endpoint="local").export(tmp_path / "preview.mp4")
    grid = tmp_path / "grid.mp4"
    shutil.copyfile(veo.path, grid)
    mark_composite(grid, trained=True)
    command = ["exiftool", "-json", "-G", path, preview, grid]
    rows = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)

    assert [row["XMP:DigitalSourceType"].rpartition("/")[2] for row in rows] == [
        "trainedAlgorithmicMedia",
        "algorithmicMedia",
        "compositeWithTrainedAlgorithmicMedia",
    ]
    assert rows[0]["XMP:AISystemUsed"] == "veo-3.1-fast"
    assert json.loads(rows[0]["XMP:Settings"])["parameters"] == ASKED
    assert not any("Warning" in name for row in rows for name in row)


def test_what_a_page_saves_is_what_export_writes(veo: Clip, tmp_path: Path) -> None:
    path = veo.export(tmp_path / "copy.mp4")
    assert veo.path.read_bytes() + marks(veo) == path.read_bytes()


def test_nothing_is_put_behind_a_file_that_says_it_or_is_signed(veo: Clip, tmp_path: Path) -> None:
    copy = Clip.open(veo.export(tmp_path / "copy.mp4"))
    unknown = replace(veo, model="", endpoint="")
    signed = tmp_path / "signed.mp4"
    box = struct.pack(">I4s", 32, b"uuid") + CREDENTIALS + b"manifest"
    signed.write_bytes(veo.path.read_bytes() + box)
    assert (marks(copy), marks(unknown), marks(replace(veo, path=signed))) == (b"", b"", b"")


def dropped(clip: Clip, client: Client, tmp_path: Path) -> Any:
    """Drop a copy of a clip on a form, and return what the form hears."""
    data = clip.export(tmp_path / "copy.mp4").read_bytes()
    controls = Controls("veo-2", client=client)
    out = sent(controls)
    press(controls, {"type": "begin", "id": "1", "name": "copy.mp4", "size": len(data)})
    press(controls, {"type": "chunk", "id": "1", "start": 0}, data)
    return out[0][0]


def test_a_clip_dropped_on_a_form_hands_it_its_settings(
    veo: Clip, client: Client, tmp_path: Path
) -> None:
    told = dropped(veo, client, tmp_path)
    assert (told["type"], told["model"]) == ("settings_taken", "veo-3.1-fast")
    assert told["values"]["seed"] == 7
    assert told["text"] == "The settings of copy.mp4"


@pytest.mark.parametrize("value", ["image:../ledger.sqlite", "image:gone.png", "/etc/hostname"])
def test_a_dropped_clip_names_no_other_file_of_this_disk(
    veo: Clip, client: Client, tmp_path: Path, value: str
) -> None:
    told = dropped(replace(veo, parameters={**ASKED, "image": value}), client, tmp_path)
    assert "image" not in told["values"]
    assert told["text"].endswith("without images that are not here")


def test_a_dropped_clip_that_says_nothing_is_told_so(
    veo: Clip, client: Client, tmp_path: Path
) -> None:
    told = dropped(replace(veo, model="", parameters={}), client, tmp_path)
    assert (told["type"], told["error"]) == ("error", "copy.mp4 does not say how it was made")

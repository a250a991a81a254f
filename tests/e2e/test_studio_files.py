"""Files that leave the studio in JupyterLab and come to it: a saved clip, a plan, images."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

import veo_widgets as veo
from tests.conftest import picture
from tests.e2e.desk import QUICK, STUDIO, known
from tests.e2e.lab import snap
from veo_widgets._lib.files import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
CELLS: Final = ("import veo_widgets as veo", STUDIO, QUICK)
BOAT: Final = "a paper boat in a gutter"
DROP: Final = """(studio, [name, type, text, kinds]) => {
  const bytes = Uint8Array.from(atob(text), each => each.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type}));
  const options = {dataTransfer: data, bubbles: true, cancelable: true};
  for (const kind of kinds)
    studio.dispatchEvent(new DragEvent(kind, options));
}"""
COPY: Final = """async hue => {
  const canvas = new OffscreenCanvas(640, 360), pen = canvas.getContext('2d');
  pen.fillStyle = `hsl(${hue} 70% 50%)`;
  pen.fillRect(0, 0, 640, 360);
  const blob = await canvas.convertToBlob();
  await navigator.clipboard.write([new ClipboardItem({'image/png': blob})]);
}"""


def drop(desk: Desk, file: Path, kind: str) -> None:
    data = base64.b64encode(file.read_bytes()).decode()
    for held, events in ((True, ["dragenter", "dragover"]), (False, ["drop"])):
        desk.studio.locator(".vs-takes").evaluate(DROP, [file.name, kind, data, events])
        expect(desk.page.locator(".vs-studio.vw-over")).to_have_count(int(held))


def test_a_saved_clip_says_how_it_was_made_and_gives_it_back(desk: Desk, tmp_path: Path) -> None:
    desk.studio.locator("[data-field=seed] input").fill("41")
    desk.make(BOAT)
    expect(desk.stage).to_contain_text(BOAT)
    stored = next(desk.folder.glob("veo_runs/**/*.mp4"))
    before = sha256_of(stored)

    desk.stage.get_by_role("button", name="More with this clip").click()
    routes: list[str] = []
    desk.page.on("request", lambda request: routes.append(request.url))
    with desk.page.expect_download() as caught:
        desk.page.locator(".vw-popover").get_by_text("Save", exact=True).click()
    expect(desk.page.locator(".vw-popover").get_by_role("status")).to_have_text("Saved")
    file = tmp_path / caught.value.suggested_filename
    caught.value.save_as(file)
    snap(desk.page, "studio-saved")
    assert any("/veo-widgets/" in url and before in url for url in routes)
    assert file.suffix == ".mp4"
    assert sha256_of(stored) == before
    assert file.read_bytes().startswith(stored.read_bytes())

    clip = veo.Clip.open(file)
    assert clip.model == "veo-3-fast"
    assert clip.parameters["prompt"] == BOAT
    assert clip.parameters["seed"] == 41
    assert clip.origin.job == desk.stage.get_attribute("data-job")

    desk.page.keyboard.press("Escape")
    desk.prompt.fill("something else")
    desk.studio.locator(".vc-model").select_option("veo-2")
    drop(desk, file, "video/mp4")
    expect(desk.notice).to_contain_text(f"The settings of {file.name}")
    expect(desk.prompt).to_have_value(BOAT)
    expect(desk.studio.locator(".vc-model")).to_have_value("veo-3-fast")
    expect(desk.studio.locator("[data-field=seed] input")).to_have_value("41")
    snap(desk.page, "studio-settings-dropped")
    desk.notice.get_by_role("button", name="Undo").click()
    expect(desk.prompt).to_have_value("something else")


def test_a_plan_is_saved_as_yaml_and_dropped_as_the_same_plan(desk: Desk) -> None:
    desk.studio.locator("[data-field=seed] input").fill("1,2")
    desk.prompt.fill("a lake at dawn")
    desk.generate.click()
    plan = desk.studio.locator(".vs-plan")
    before = plan.get_by_role("button", name="Save YAML").bounding_box()
    plan.get_by_role("button", name="Save YAML").click()
    expect(plan.get_by_role("status")).to_contain_text(".yaml")
    assert plan.get_by_role("button", name="Save YAML").bounding_box() == before
    snap(desk.page, "studio-yaml-saved")
    file = next(desk.folder.glob("*.yaml"))
    assert "seed" in file.read_text("utf-8")
    plan.get_by_role("button", name="Close the plan").click()

    desk.prompt.fill("something else")
    desk.studio.locator("[data-field=seed] input").fill("")
    drop(desk, file, "application/yaml")
    expect(desk.notice).to_contain_text(f"The sweep of {file.name}")
    expect(desk.prompt).to_have_value("a lake at dawn")
    expect(desk.generate).to_contain_text("Plan 2 clips")
    snap(desk.page, "studio-yaml-dropped")


def chip(desk: Desk, slot: str) -> Locator:
    return desk.studio.locator(f"[data-slot='{slot}'] > button")


def paste(desk: Desk, hue: int, slot: str) -> str:
    """Paste a picture as people do, and return what the kernel holds of it."""
    desk.page.evaluate(COPY, hue)
    desk.prompt.focus()
    desk.page.keyboard.press("Control+v")
    expect(chip(desk, slot).locator("img")).to_be_visible()
    name, _, index = slot.partition(":")
    desk.heard()
    held = desk.ask(f"app.value['{name}']")
    return str(held if isinstance(held, str) else held[int(index)])


def carry(desk: Desk, slot: str, other: str) -> None:
    """Carry a chip to another place with the mouse."""
    mouse = desk.page.mouse
    start, end = (chip(desk, each).bounding_box() for each in (slot, other))
    assert start is not None
    assert end is not None
    mouse.move(start["x"] + 20, start["y"] + 10)
    mouse.down()
    mouse.move(end["x"] + 20, end["y"] + 10, steps=5)
    expect(desk.studio.locator(f"[data-slot='{other}'].vc-target")).to_be_visible()
    mouse.up()


def test_images_are_pasted_named_by_url_swapped_and_put_in_order(desk: Desk) -> None:
    page, studio = desk.page, desk.studio
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.studio.locator(".vc-model").select_option("veo-3.1")
    desk.prompt.fill("a harbour")
    first = paste(desk, 10, "image:0")
    expect(desk.prompt).to_have_value("a harbour")
    (desk.folder / "far.jpg").write_bytes(picture(640, 360, 30))
    site = page.evaluate("() => location.origin")
    url = f"{site}/files/{desk.folder.name}/far.jpg"
    for name, address, words in (("far", url, "640 × 360"), ("gone", f"{url}x", "cannot show")):
        chip(desk, "last_frame:0").click()
        panel = page.locator(".vc-image-panel")
        field = page.get_by_label("Last frame: URL or path")
        field.fill(address)
        field.press("Enter")
        known(desk, "app.value.get('last_frame')", address)
        chip(desk, "last_frame:0").click()
        expect(panel).to_contain_text(words)
        snap(page, f"studio-image-{name}")
        page.keyboard.press("Escape")
    chip(desk, "last_frame:0").click()
    field.fill(url)
    field.press("Enter")
    expect(chip(desk, "last_frame:0").locator("img")).to_have_attribute("src", url)

    carry(desk, "image:0", "last_frame:0")
    both = "[app.value.get('image'), app.value.get('last_frame')]"
    known(desk, both, [url, first])
    chip(desk, "image:0").click()
    page.locator(".vc-image-panel").get_by_role("button", name="Last frame").click()
    known(desk, both, [first, url])

    held = [paste(desk, hue, f"reference_images:{n}") for n, hue in enumerate((100, 190, 280))]
    order = "app.value.get('reference_images')"
    carry(desk, "reference_images:2", "reference_images:0")
    known(desk, order, [held[2], held[0], held[1]])
    expect(chip(desk, "reference_images:0")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    known(desk, order, [held[0], held[2], held[1]])
    expect(chip(desk, "reference_images:1")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    known(desk, order, held)
    expect(studio.get_by_text("Moved: now Reference images 3 of 3.")).to_be_attached()
    snap(page, "studio-image-references")
    desk.menu("More", "Reset")
    expect(studio.locator(".vc-full")).to_have_count(0)

"""Files that leave the studio in JupyterLab and come back to it: a saved clip, a plan."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

import veo_widgets as veo
from tests.e2e.desk import QUICK, STUDIO
from tests.e2e.lab import snap
from veo_widgets._lib.files import sha256_of

if TYPE_CHECKING:
    from pathlib import Path

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

"""The form in JupyterLab: what is typed and chosen stays, what is wrong is said where it is."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.conftest import picture
from tests.e2e.desk import PAID, QUICK, STUDIO, known
from tests.e2e.lab import snap

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
ALONE: Final = """import ipywidgets
alone = veo.Controls("veo-2", value={"prompt": "a fox", "duration": 5})
chosen = ipywidgets.Text()
ipywidgets.link((alone, "model"), (chosen, "value"))
ipywidgets.VBox([alone, chosen])"""
CELLS: Final = (PAID, STUDIO, ALONE)
DROP: Final = """(card, [name, text]) => {
  const bytes = Uint8Array.from(atob(text), one => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type: 'image/png'}));
  const options = {dataTransfer: data, bubbles: true, cancelable: true};
  for (const type of ['dragover', 'drop']) card.dispatchEvent(new DragEvent(type, options));
}"""


def seed(desk: Desk) -> Locator:
    return desk.studio.locator("[data-field=seed] input")


def model(desk: Desk) -> Locator:
    return desk.studio.locator(".vc-model")


def drop(desk: Desk, name: str, width: int, height: int, hue: int) -> None:
    data = base64.b64encode(picture(width, height, hue)).decode()
    desk.studio.locator(".vc-card").evaluate(DROP, [name, data])


def test_another_model_keeps_what_one_chose_and_undo_leads_back(desk: Desk) -> None:
    sound = desk.studio.get_by_role("switch", name="Sound")
    desk.prompt.fill("a heron over a lake")
    desk.radio("9:16").click()
    desk.radio("6 s").click()
    desk.radio("720p").click()
    expect(sound).to_be_checked()
    model(desk).select_option("veo-3-fast")
    expect(desk.notice).to_contain_text("Sound kept on: its own default is off")
    desk.notice.get_by_role("button", name="Undo").click()
    expect(model(desk)).to_have_value("veo-3.1-fast")
    model(desk).select_option("veo-3-fast")
    expect(desk.prompt).to_have_value("a heron over a lake")
    for name in ("9:16", "6 s", "720p"):
        expect(desk.radio(name)).to_be_checked()
    expect(sound).to_be_checked()

    desk.studio.get_by_role("radio", name=re.compile(r"Auto \(720p\)")).click()
    expect(desk.studio.get_by_role("radio", name=re.compile(r"Auto \(720p\)"))).to_be_checked()
    model(desk).select_option("veo-2")
    expect(desk.studio.locator(".vc-kept")).to_contain_text("Sound on")
    model(desk).select_option("veo-3-fast")
    expect(sound).to_be_checked()

    group = desk.studio.get_by_role("radiogroup", name="Duration")
    group.get_by_role("radio", checked=True).focus()
    desk.page.keyboard.press("Home")
    chosen = group.get_by_role("radio", checked=True)
    expect(chosen).to_be_focused()
    expect(chosen).to_have_attribute("tabindex", "0")


def test_example_reset_presets_and_history_take_nothing_away(desk: Desk) -> None:
    mine = "an hour's work on one sentence"
    desk.prompt.fill(mine)
    for item in ("Load the example", "Reset"):
        desk.menu("More", item)
        expect(desk.prompt).not_to_have_value(mine)
        desk.notice.get_by_role("button", name="Undo").click()
        expect(desk.prompt).to_have_value(mine)

    desk.menu("More", "Presets…")
    name = desk.page.get_by_label("Name of a new preset")
    name.fill("herons")
    name.press("Enter")
    expect(desk.page.locator(".vw-popover").get_by_text("herons", exact=True)).to_be_visible()
    snap(desk.page, "studio-presets")
    desk.page.keyboard.press("Escape")
    kept = json.loads((desk.folder / "veo_runs/presets.json").read_text())
    assert kept["herons"]["values"]["prompt"] == mine
    desk.prompt.fill("another one")
    desk.menu("More", "Presets…", "herons")
    expect(desk.prompt).to_have_value(mine)

    desk.run(QUICK)
    desk.make("a kite in the wind")
    desk.prompt.fill("half a thought")
    desk.prompt.press("Control+ArrowUp")
    expect(desk.prompt).to_have_value("a kite in the wind")
    desk.prompt.press("Control+ArrowDown")
    expect(desk.prompt).to_have_value("half a thought")
    desk.menu("More", "Earlier prompts…")
    desk.page.get_by_label("Search earlier prompts").fill("kite")
    desk.page.locator(".vw-popover").get_by_text("a kite in the wind").click()
    expect(desk.prompt).to_have_value("a kite in the wind")


def test_images_are_chips_and_an_error_goes_with_its_cause(desk: Desk) -> None:
    page, studio = desk.page, desk.studio
    model(desk).select_option("veo-3.1-fast")
    desk.radio("9:16").click()
    studio.get_by_role("button", name="Add Start image").click()
    address = page.get_by_label("Start image: URL or path")
    address.fill("nowhere.png")
    address.press("Enter")
    trouble = studio.locator(".vc-card .vw-problem")
    expect(trouble).to_contain_text("nowhere.png")
    snap(page, "studio-image-refused")

    drop(desk, "wide.png", 640, 360, 90)
    start = studio.locator("[data-slot='image:0'] > button")
    expect(start.locator("img")).to_be_visible()
    expect(trouble).to_have_count(0)
    start.click()
    panel = page.locator(".vc-image-panel")
    expect(panel).to_contain_text("640 × 360")
    expect(panel.locator(".vw-warning")).to_be_visible()
    snap(page, "studio-image-cut")
    page.keyboard.press("Escape")

    drop(desk, "tall.png", 360, 640, 10)
    last = studio.locator("[data-slot='last_frame:0'] > button")
    expect(last.locator("img")).to_be_visible()
    before = start.locator("img").get_attribute("src")
    start.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(last.locator("img")).to_have_attribute("src", before or "")
    expect(last).to_be_focused()
    for slot in (last, start):
        slot.click()
        panel.get_by_role("button", name="Remove").click()
    expect(studio.locator(".vc-full")).to_have_count(0)


def test_what_is_wrong_is_said_under_its_field_and_nothing_is_sent(desk: Desk) -> None:
    sent = desk.takes.count()
    desk.prompt.fill("a lake")
    for odd in ("-5", "99999999999"):
        seed(desk).fill(odd)
        expect(seed(desk)).to_have_attribute("aria-describedby", re.compile("seed"))
        expect(desk.studio.locator("[data-field=seed] .vw-warning")).to_be_visible()
    seed(desk).fill("many")
    expect(seed(desk)).to_have_attribute("aria-invalid", "true")
    desk.generate.click()
    expect(seed(desk)).to_be_focused()
    expect(desk.studio.locator("[data-field=seed] .vw-problem")).to_be_visible()
    snap(desk.page, "studio-wrong-seed")
    desk.accessible()
    assert desk.takes.count() == sent

    seed(desk).fill("1,2,…,4")
    expect(desk.generate).to_contain_text("Plan 4 clips")
    desk.studio.get_by_role("button", name="Draw a seed").click()
    expect(desk.generate).to_contain_text("Generate")
    drawn = seed(desk).input_value()
    assert drawn.isdecimal()
    desk.studio.get_by_role("button", name="The seed is kept: let it be random").click()
    expect(seed(desk)).to_have_value("")


def test_python_sets_sees_and_links_what_the_form_holds(desk: Desk) -> None:
    desk.run("heard = []; app.observe(lambda change: heard.append(change['new']), 'valid')")
    desk.prompt.fill("")
    seed(desk).fill("")
    known(desk, "heard", [False])
    expect(desk.generate).to_be_enabled()
    desk.prompt.fill("seen by Python")
    desk.heard()
    assert desk.ask("(app.value['prompt'], app.model, app.valid, app.problems)") == (
        "seen by Python",
        "veo-3.1-fast",
        True,
        (),
    )
    assert desk.ask("heard")[-1] is True
    desk.run("app.value = {**app.value, 'prompt': 'set by Python', 'seed': 8}")
    expect(desk.prompt).to_have_value("set by Python")
    expect(seed(desk)).to_have_value("8")
    desk.run("app.model = 'veo-2'")
    expect(model(desk)).to_have_value("veo-2")


def test_a_form_alone_holds_its_value_and_is_linked_to_another_widget(desk: Desk) -> None:
    form = desk.page.locator(".jp-Cell").nth(2).locator(".vw-box").first
    typed = form.locator("[data-field=prompt] textarea")
    expect(typed).to_have_value("a fox")
    typed.fill("a fox in the snow")
    known(desk, "alone.value['prompt']", "a fox in the snow")
    other = desk.page.locator(".jp-Cell").nth(2).locator(".widget-text input")
    expect(other).to_have_value("veo-2")
    other.fill("veo-3-fast")
    other.press("Enter")
    expect(form.locator(".vc-model")).to_have_value("veo-3-fast")
    expect(typed).to_have_value("a fox in the snow")
    form.locator(".vc-model").select_option("veo-2")
    expect(other).to_have_value("veo-2")
    typed.fill("")
    known(desk, "[alone.valid, [problem.field for problem in alone.problems]]", [False, ["prompt"]])
    desk.accessible(".jp-Cell:nth-of-type(3) .vw-box")

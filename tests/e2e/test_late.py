"""The form in JupyterLab while the kernel's answers come two seconds late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import PAID, STUDIO, known
from tests.e2e.lab import snap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
CELLS: Final = (PAID, STUDIO.replace("studio()", "studio('veo-3.1-fast')"))
LATE_MS: Final = 2000
HELD: Final = "(app.model, *(app.value[name] for name in ('prompt', 'seed', 'duration')))"
LATE: Final = """ms => {
  const socket = jupyterapp.shell.currentWidget.context.sessionContext.session.kernel._ws;
  window.__hear ??= socket.onmessage;
  socket.onmessage = ms ? event => setTimeout(window.__hear, ms, event) : window.__hear;
}"""
SAID: Final = """() => {
  const studio = document.querySelector('.vs-studio');
  const [seed, price] = ['[data-field=seed]', '.vs-price'].map(one => studio.querySelector(one));
  window.__said = [];
  window.__saying = new MutationObserver(() => window.__said.push({
    seed: seed.querySelector('input').value,
    trouble: (seed.querySelector('.vc-said')?.textContent ?? '').trim(),
    length: studio.querySelector('[data-field=duration] [aria-checked=true]')?.textContent,
    price: studio.querySelector('.vs-price:not(.vw-stale)')?.textContent ?? '',
    banner: studio.querySelector('.vw-banner')?.textContent ?? '',
  }));
  window.__saying.observe(studio, {subtree: true, childList: true, attributes: true, characterData: true});
}"""


@pytest.fixture
def late(desk: Desk) -> Iterator[Desk]:
    """Let all that the kernel says be heard late."""
    desk.heard()
    desk.page.evaluate(LATE, LATE_MS)
    yield desk
    desk.heard()
    desk.page.evaluate(LATE, 0)


def seed(desk: Desk) -> Locator:
    return desk.studio.locator("[data-field=seed] input")


def model(desk: Desk) -> Locator:
    return desk.studio.locator(".vc-model")


def test_typing_while_the_model_changes_loses_nothing(late: Desk) -> None:
    desk, keys = late, late.page.keyboard
    desk.prompt.fill("old prompt")
    seed(desk).fill("77")
    desk.radio("6 s").click()
    model(desk).select_option("veo-2")
    desk.prompt.click()
    keys.press("Control+a")
    keys.type("frozen lake with skaters", delay=20)
    model(desk).select_option("veo-3-fast")
    desk.radio("4 s").click()
    desk.prompt.click()
    keys.press("End")
    for word in (" at", " night", " in", " snow"):
        keys.type(word, delay=150)
    for _ in "snow":
        keys.press("ArrowLeft")
    desk.heard()
    text = "frozen lake with skaters at night in snow"
    expect(desk.prompt).to_have_value(text)
    expect(desk.prompt).to_be_focused()
    assert desk.prompt.evaluate("area => area.selectionStart") == len(text) - len("snow")
    expect(model(desk)).to_have_value("veo-3-fast")
    expect(seed(desk)).to_have_value("77")
    expect(desk.radio("4 s")).to_be_checked()
    known(desk, HELD, ("veo-3-fast", text, 77, 4))


def test_what_is_said_is_of_the_newest_value(late: Desk) -> None:
    desk, page, priced = late, late.page, {}
    for length in ("4 s", "8 s"):
        desk.radio(length).click()
        desk.heard()
        priced[length] = desk.studio.locator(".vs-price").inner_text()
    assert priced["4 s"] != priced["8 s"]
    page.evaluate(SAID)
    for text, length in (("many", "4 s"), ("7", "8 s"), ("some", "4 s"), ("seven", "8 s")):
        seed(desk).fill(text)
        desk.radio(length).click()
        page.wait_for_timeout(LATE_MS * 0.6)  # the answer to the one before is on its way
    desk.heard()
    expect(seed(desk)).to_have_attribute("aria-invalid", "true")
    snap(page, "late-wrong-seed")
    seed(desk).fill("8")
    expect(seed(desk)).not_to_have_attribute("aria-invalid", "true")
    desk.heard()
    said = page.evaluate("() => { window.__saying.disconnect(); return window.__said; }")
    assert {each["price"] for each in said} == {"", priced["8 s"]}
    assert {each["trouble"] for each in said} == {"", "seed must be a whole number, not 'seven'."}
    for each in said:
        assert each["price"] in {"", priced[each["length"]]}, each
        assert not each["trouble"] or f"'{each['seed']}'" in each["trouble"], each
        assert not each["banner"], each


def test_a_press_takes_what_stood_there_and_no_later_word(late: Desk) -> None:
    desk, sent = late, late.sent()
    model(desk).select_option("veo-2")
    desk.prompt.fill("a barge in the rain")
    model(desk).select_option("veo-3-fast")
    desk.prompt.press("Control+Enter")
    expect(desk.generate).to_be_disabled()
    desk.prompt.press_sequentially(", and the next")
    refused = desk.studio.locator(".vs-below [role=alert]")
    expect(refused).to_contain_text("press again", timeout=2 * LATE_MS)
    assert desk.sent() == sent
    snap(desk.page, "late-changed")

    desk.prompt.fill("a barge at noon")
    desk.prompt.press("Control+Enter")
    desk.prompt.fill("what comes after")
    expect(desk.take("a barge at noon")).to_have_attribute("data-state", "ready", timeout=60_000)
    expect(desk.prompt).to_have_value("what comes after")
    assert desk.sent() == sent + 1


def test_what_python_sets_comes_in_around_what_is_typed(late: Desk) -> None:
    desk = late
    desk.page.evaluate(
        "() => { window.__set = jupyterapp.shell.currentWidget.context.sessionContext.session"
        ".kernel.requestExecute({code: \"app.model = 'veo-2'\"}).done.then(() => null); }"
    )
    desk.prompt.fill("typed meanwhile")
    desk.page.evaluate("() => window.__set")
    expect(model(desk)).to_have_value("veo-2")
    expect(desk.prompt).to_have_value("typed meanwhile")
    known(desk, "(app.model, app.value['prompt'])", ("veo-2", "typed meanwhile"))


def test_earlier_prompts_that_come_late_replace_nothing(late: Desk) -> None:
    desk = late
    desk.prompt.fill("half a thought")
    desk.prompt.press("Control+ArrowUp")
    desk.prompt.press_sequentially(", and the rest")
    expect(desk.studio.locator(".vs-price.vw-stale")).to_have_count(1)
    desk.heard()  # what the kernel says of this form comes behind the prompts
    expect(desk.prompt).to_have_value("half a thought, and the rest")
    desk.prompt.press("Control+ArrowUp")
    expect(desk.prompt).to_have_value("a barge at noon", timeout=2 * LATE_MS)
    desk.prompt.press("Control+ArrowDown")
    expect(desk.prompt).to_have_value("half a thought, and the rest")

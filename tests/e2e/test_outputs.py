"""What a cell shows in JupyterLab: badges, players, lists, errors, and long waits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import PAID
from tests.e2e.lab import ran, snap, theme

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
QUICK: Final = "duration=4, resolution='720p'"
CELLS: Final = (
    PAID,
    *("veo.jobs()", "veo.spend()", "veo.sweeps()", "veo.resume()"),
    f"job = veo.submit('veo-3-fast', prompt='a red kite', seed=42, {QUICK})\njob",
    f"kites = [veo.submit('veo-3-fast', prompt='kite', seed=n, {QUICK}) for n in (1, 2)]\n[job.wait() for job in kites];",
    f"blocked = veo.submit('veo-3-fast', prompt='a forbidden garden', seed=5, {QUICK})\nblocked",
    f"endless = veo.submit('veo-3-fast', prompt='an endless road', seed=6, {QUICK})\nendless",
    *(
        f"veo.run('veo-3-fast', prompt='a tower', seed={n}, generate_audio=True, {QUICK})"
        for n in (7, 8)
    ),
    *("veo.jobs()", "veo.spend()", "job.history", "veo.models()['veo-2'].price(duration=5)"),
    f"veo.submit('veo-3-fast', prompt='an unlucky sailor', seed=9, {QUICK})",
    "'the last'",
)
EMPTY, JOB, WAITED, BLOCKED, ENDLESS, RUN, OTHER, LISTS = 1, 5, 6, 7, 8, 9, 10, 11
UNLUCKY: Final = LISTS + 4
OVERFLOWING: Final = """root => [...root.querySelectorAll('button, select, .vw-time')]
  .filter(one => one.checkVisibility() && (one.scrollWidth > one.clientWidth + 1
    || one.getBoundingClientRect().right > root.getBoundingClientRect().right + 1))
  .map(one => one.outerHTML)"""
DINGBATS: Final = re.compile("[\u2190-\u21ff\u2300-\u27bf\u2900-\u2bff\U0001f000-\U0001ffff]")
WAIT: Final = "endless.wait()"
RUN_CELL: Final = """code => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.length - 1;
  notebook.activeCell.model.sharedModel.setSource(code);
  window.__ran = jupyterapp.commands.execute('notebook:run-cell');
}"""
INTERRUPT: Final = "() => jupyterapp.commands.execute('notebook:interrupt-kernel')"


def output(desk: Desk, cell: int) -> Locator:
    return desk.page.locator(".jp-Cell").nth(cell).locator(".jp-OutputArea").first


def test_empty_lists_are_a_sentence_and_a_next_step(desk: Desk) -> None:
    for cell in range(EMPTY, EMPTY + 4):
        said = output(desk, cell).inner_text()
        assert 10 < len(said) < 250, said
        assert said.rstrip().endswith((".", ")")), said
        assert not re.search(r"^\s*(\[\]|\{\}|<)", said), said


def test_a_badge_is_one_line_and_its_words_are_honest(desk: Desk) -> None:
    badge = output(desk, JOB).locator(".vw-badge")
    expect(badge).to_have_attribute("data-state", "ready", timeout=60_000)
    expect(badge).to_contain_text("a red kite")
    expect(badge).to_contain_text("seed 42")
    box = badge.bounding_box()
    assert box is not None
    assert box["height"] <= 42

    blocked = output(desk, BLOCKED).locator(".vw-badge")
    expect(blocked).to_have_attribute("data-state", "blocked", timeout=60_000)
    expect(blocked.get_by_role("button", name="Retry")).to_have_count(0)
    expect(blocked.get_by_role("button", name="Copy it to edit")).to_be_visible()
    expect(blocked).to_contain_text("not charged")

    endless = output(desk, ENDLESS).locator(".vw-badge")
    expect(endless).to_contain_text("Running")
    endless.get_by_role("button", name="Stop watching").click()
    expect(endless).to_contain_text("Not watched")
    snap(desk.page, "badges")
    endless.get_by_role("button", name="Watch again (free)").click()
    expect(endless).to_contain_text("Running")
    for cell in (JOB, BLOCKED, ENDLESS):
        assert not DINGBATS.search(output(desk, cell).inner_text())


def test_a_failure_is_told_whole_and_retried_once_a_press(desk: Desk) -> None:
    badge = output(desk, UNLUCKY).locator(".vw-badge")
    expect(badge).to_have_attribute("data-state", "failed", timeout=60_000)
    expect(badge).to_contain_text("not charged")
    old = badge.get_attribute("data-job") or "?"
    badge.get_by_text("Why", exact=True).click()
    for words in ("InferenceFailed", "Inference failed", "request ", f"job {old}"):
        expect(badge.locator("pre")).to_contain_text(words)
    snap(desk.page, "badge-failed")
    sent, retry = desk.sent(), badge.get_by_role("button", name=re.compile(r"^Retry · \$0\.4"))
    for number, press in enumerate((retry.dblclick, lambda: retry.press("Enter")), 1):
        press()
        expect(badge).not_to_have_attribute("data-job", old)
        expect(badge).to_have_attribute("data-state", "failed", timeout=60_000)
        old = badge.get_attribute("data-job") or "?"
        assert desk.sent() == sent + number

    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    blocked = output(desk, BLOCKED).locator(".vw-badge")
    blocked.get_by_role("button", name="Copy it to edit").click()
    expect(blocked.get_by_role("button", name="Copied")).to_be_visible()
    code = desk.page.evaluate("() => navigator.clipboard.readText()")
    assert "a forbidden garden" in code
    compile(code, "clipboard", "exec")
    assert desk.sent() == sent + 2


def test_a_player_fits_and_says_what_was_asked(desk: Desk) -> None:
    player = output(desk, RUN).locator(".vw-player")
    expect(player.locator("video")).to_be_visible()
    for width in (1400, 600, 400):
        desk.page.set_viewport_size({"width": width, "height": 1400})
        player.scroll_into_view_if_needed()
        assert player.evaluate(OVERFLOWING) == []
        snap(desk.page, f"player-{width}")
    desk.page.set_viewport_size({"width": 1400, "height": 1400})
    player.locator("video").click()
    player.get_by_role("button", name="Facts").click()
    facts = player.locator("[data-part=facts]")
    seed = facts.get_by_role("row", name="seed").locator("td")
    expect(seed.first).to_have_text("7")
    picture, table = player.locator("video").bounding_box(), facts.bounding_box()
    assert picture is not None
    assert table is not None
    assert table["y"] >= picture["y"] + picture["height"]
    desk.accessible(f".jp-Cell:nth-child({RUN + 1}) .vw-player")
    assert not DINGBATS.search(player.inner_text())


def test_of_two_outputs_one_is_heard(desk: Desk) -> None:
    players = [output(desk, cell).locator(".vw-player") for cell in (OTHER, RUN)]
    for player in players:
        sound = player.get_by_role("button", name="Sound")
        if sound.get_attribute("aria-pressed") == "false":
            sound.click()
        player.locator("video").evaluate("video => video.play()")
    expect(players[1].get_by_role("button", name="Sound")).to_have_attribute("aria-pressed", "true")
    heard = [not player.locator("video").evaluate("video => video.muted") for player in players]
    assert heard == [False, True]


def test_what_was_waited_for_and_lists_show_themselves(desk: Desk) -> None:
    expect(output(desk, WAITED)).to_contain_text("Ready")
    for cell, words in zip(
        range(LISTS, LISTS + 4), ("a red kite", "Real money", "Ready", "$"), strict=True
    ):
        said = output(desk, cell)
        expect(said).to_contain_text(words)
        text = said.inner_text()
        assert not re.search(r"\b1[6-9]\d{8}\b|object at 0x|PosixPath|\w+\(\w+=", text), text
    output(desk, LISTS).scroll_into_view_if_needed()
    for name in ("Dark", "Light"):
        theme(desk.page, f"JupyterLab {name}")
        snap(desk.page, f"objects-{name.lower()}")


def test_errors_are_two_lines_and_the_rest_is_folded(desk: Desk) -> None:
    told = desk.page.locator(".jp-Cell").last.locator(".jp-OutputArea").first
    for code, words in (
        ("veo.submit('veo-2', prompt='x', aspect='16:9')", "aspect_ratio"),
        ("veo.sweep('a {animl}', model='veo-2', animal=['cat'])", "animl"),
    ):
        desk.page.evaluate(RUN_CELL, code)
        ran(desk.page)
        error = told.locator("pre:visible").filter(has_text=words).first
        assert len(error.inner_text().strip().splitlines()) == 2
        expect(told.locator("details")).to_have_count(1)


def test_an_interrupted_wait_says_that_the_jobs_go_on(desk: Desk) -> None:
    desk.page.evaluate(RUN_CELL, WAIT)
    waiting = desk.page.locator(".jp-Cell").last.locator(".jp-OutputArea").first
    expect(waiting).to_contain_text("an endless road")
    desk.page.evaluate(INTERRUPT)
    expect(waiting).to_contain_text("the job goes on")
    assert "Traceback" not in waiting.inner_text()

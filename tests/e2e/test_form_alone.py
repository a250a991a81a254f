"""A form alone in JupyterLab: at every width and in both themes, as a person sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.desk import PAID
from tests.e2e.lab import snap, theme

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from tests.e2e.desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(180)]
WIDTHS: Final = (400, 600, 1000, 1400, 1900)
FORMS: Final = {
    "plain": "veo.Controls('veo-3.1-fast', value={'prompt': 'a heron over a lake at dawn', 'duration': 4})",
    "empty": "veo.Controls('veo-2')",
    "many": "veo.Controls('veo-3.1', value={'prompt': 'a fox', 'seed': 7})",
    "numbers": "veo.Controls('wan2.1-t2v')",
}
CELLS: Final = (PAID, *FORMS.values())
BEYOND: Final = """form => [...form.querySelectorAll('*')]
  .filter(one => one.checkVisibility() && !one.closest('.vw-hidden')
    && one.getBoundingClientRect().right > form.getBoundingClientRect().right + 1)
  .map(one => one.outerHTML.slice(0, 160))"""


CUT: Final = """form => {
  const room = form.closest('.jp-OutputArea-output').getBoundingClientRect();
  return [...form.querySelectorAll('button, input, select, .vc-card')]
    .filter(one => one.checkVisibility())
    .map(one => [one.outerHTML.slice(0, 160), one.getBoundingClientRect()])
    .filter(([, {left, right}]) => left - RING < room.left || right + RING > room.right)
    .map(([what]) => what);
}""".replace("RING", "3")


ROWS: Final = """form => {
  const boxes = [...form.querySelectorAll('.vc-settings :is(.vw-segments, select, input[type=text])')]
    .filter(one => !one.matches('.vw-wrapped')).map(one => one.getBoundingClientRect().height);
  const beside = [...form.querySelectorAll('input[type=range] + input')]
    .map(one => one.getBoundingClientRect().left);
  return [[...new Set(boxes)], new Set(beside).size];
}"""


def form(desk: Desk, cell: int) -> Locator:
    return desk.page.locator(".jp-Cell").nth(cell).locator(".vc-form")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_form_alone_fits_every_width_in_both_themes(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 1100})
    for name in ("Dark", "Light"):
        theme(desk.page, f"JupyterLab {name}")
        for cell in range(1, len(CELLS)):
            for wrong in (BEYOND, CUT):
                assert form(desk, cell).evaluate(wrong) == [], (width, cell)
            high, edges = form(desk, cell).evaluate(ROWS)
            assert high == [28]
            assert edges <= 1
        for cell in (1, 3):
            form(desk, cell).evaluate("each => each.scrollIntoView({block: 'start'})")
            snap(desk.page, f"form-alone-{cell}-{width}-{name.lower()}")
    desk.accessible(".vc-form")

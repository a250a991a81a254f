"""A verdict as a table, a chart, a page and in a terminal; text from outside is text."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import pytest

from tests.raters import made, voted
from tests.test_pairs import grid
from tests.test_verdict import duel
from veo_widgets.errors import InvalidRequest
from veo_widgets.hosts.display import mimebundle
from veo_widgets.judging.chart import DARK
from veo_widgets.judging.verdict import COLUMNS, verdict_of

if TYPE_CHECKING:
    from veo_widgets.client import Client


def test_the_table_has_every_figure_with_its_interval(
    own: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = made(own)
    voted(sweep, 30)
    verdict = sweep.verdict()
    frame = verdict.to_dataframe()

    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == 3
    assert (frame["chance_low"] <= frame["chance"]).all()
    assert frame["cost"].tolist() != [0.0] * 3
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(InvalidRequest, match=r"verdict\.rows\(\)"):
        verdict.to_dataframe()


HOSTILE = "</text><script>alert(1)</script>\x1b[2J\u202e\"'&{x}"


def test_text_from_outside_is_text_in_every_form() -> None:
    entries = tuple(
        replace(entry, at={**entry.at, "model": f"{HOSTILE}{entry.at['model']}"})
        for entry in grid(8, 4, ("a", "b")).entries
    )
    comparison = replace(grid(), entries=entries, id=HOSTILE)
    votes = duel("a", "b", ">" * 12, question=HOSTILE, rater=HOSTILE)
    more = duel("a", "b", ">" * 3, question=HOSTILE, rater="b")
    verdict = verdict_of(comparison, [*votes, *more])
    svg = verdict.svg()
    bundle = mimebundle(verdict)

    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314
    for text in (svg, bundle["text/html"]):
        assert "<script" not in text
        assert "&lt;script" in text
    for text in (bundle["text/plain"], svg):
        assert "\x1b" not in text
    assert "\u202e" not in bundle["text/plain"]


def test_the_picture_is_drawn_light_dark_and_in_the_page_s_colours(own: Client) -> None:
    sweep = made(own)
    voted(sweep, 30)
    verdict = sweep.verdict()
    light, dark = (
        cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
        for png in (verdict.png(), verdict.png(DARK, zoom=1.0))
    )

    assert light.shape[1] == 2 * dark.shape[1] == 1440
    assert light.mean() > 230
    assert dark.mean() < 60
    assert (np.abs(light.astype(int) - (210, 118, 25)).sum(axis=2) < 12).sum() > 500
    html = mimebundle(verdict)["text/html"]
    assert "var(--ink)" in html
    assert "Pair by pair" in html
    assert "#1f2328" not in html.partition("<svg")[2].partition("</svg>")[0]


def test_a_terminal_has_the_sentence_first_and_lines_under_each_other(own: Client) -> None:
    sweep = made(own)
    voted(sweep, 30)
    lines = repr(sweep.verdict()).splitlines()

    assert lines[0] == "Verdict on panda by model"
    assert lines[2] == sweep.verdict().sentence
    table = [line for line in lines if line.startswith("  veo-")]
    assert len({line.index("%") for line in table}) == 1
    assert "30 votes by you; 0 of them blind." in lines

"""What the site's pages take from data, and what its check finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

import veo_widgets as veo
from tests.hosts.seen import HOSTS
from tools.check_site import faults
from tools.hosts import DATA, PAGE, merged, rows_of, unrun
from tools.hosts import filled as printed
from tools.moving_picture import RATE, WAIT_S, no_wider, sampled
from tools.site_pages import documents, filled, models_page

if TYPE_CHECKING:
    from pathlib import Path

MODEL = {
    "slug": "veo-9",
    "title": "Veo 9",
    "parameters": {
        "type": "object",
        "required": ["prompt"],
        "properties": {
            "prompt": {"type": "string", "description": "a | b <i>"},
            "images": {"type": "array", "items": {"type": "string", "format": "uri"}},
            "long": {
                "type": ["integer", "null"],
                "enum": [4, None, 8],
                "default": 4,
                "x-unit": "s",
            },
        },
    },
}


def test_the_page_of_models_has_every_shipped_model_and_every_parameter() -> None:
    page = models_page(documents())

    for slug, model in veo.Client(home="home").models().all().items():
        assert f"`{slug}`" in page
        assert model.title in page
        assert all(f"| `{name}` |" in page for name in model.properties)


def test_the_page_of_models_tells_roles_media_and_ranges() -> None:
    page = models_page(documents())

    assert "| `input_reference` | image |  | A picture to go by. *as start image* |" in page
    assert "| `video_url` | video | needed |" in page
    assert "unverified" in page
    assert "whole number, 1 to 99999" in page


def test_a_model_s_file_in_any_folder_is_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "other" / "makers").mkdir(parents=True)
    (tmp_path / "other" / "makers" / "veo-9.json").write_text(json.dumps(MODEL))
    (tmp_path / "notes.json").write_text("{}")

    page = models_page(documents(tmp_path))

    assert "| `prompt` | text | needed | a \\| b &lt;i> |" in page
    assert "| `images` | images |  | *as reference images* |" in page
    assert "| `long` | 4, 8 s | 4 s |  |" in page
    assert "No price is known" in page


def test_a_model_that_nobody_confirmed_stands_apart() -> None:
    page = models_page([{**MODEL, "verified": False}, {**MODEL, "slug": "veo-8"}])

    assert page.index("`veo-8`") < page.index("## Other makers") < page.index("`veo-9`")


def test_a_host_that_was_not_run_is_named_on_the_page_by_its_key() -> None:
    seen = [{"key": "marimo-edit", "title": "marimo, as an app"}, {"key": "voila", "title": "?"}]
    said = unrun({"hosts": seen})

    assert said.startswith("**Not yet run**: JupyterLab; ")
    assert {"marimo, as an app", "Voilà, in a Jupyter server"} <= set(said[17:-3].split("; "))
    assert "marimo, editing" not in said
    assert "Voilà, alone" not in said
    assert unrun({"hosts": [{"key": key} for key in HOSTS]}) == ""


def test_the_page_of_hosts_is_printed_from_what_was_seen() -> None:
    page = PAGE.read_text("utf-8")

    assert printed(page, json.loads(DATA.read_text("utf-8"))) == page


def test_only_pages_that_show_data_are_filled_in() -> None:
    assert filled("start", "text <!-- models -->") == "text <!-- models -->"
    assert "veo-2" in filled("models", "<!-- models -->")


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.test/x.js"></script>',
        '<link rel="stylesheet" href="//cdn.test/x.css">',
        '<img src="/there.png" srcset="https://cdn.test/x.png 2x">',
        "<style>@font-face {src: url('https://cdn.test/x.woff2')}</style>",
        '<p style="background: url(https://cdn.test/x.png)">',
        '<a href="gone.html">x</a>',
        '<a href="index.html#gone">x</a>',
    ],
)
def test_what_a_page_fetches_from_elsewhere_and_a_dead_link_are_found(
    text: str, tmp_path: Path
) -> None:
    page = tmp_path / "index.html"
    page.write_text('<h1 id="top">x</h1><a href="#top">x</a><a href="https://else.test">x</a>')
    assert faults(tmp_path) == []

    page.write_text(text)
    assert faults(tmp_path)


def test_a_style_sheet_that_fetches_from_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.css").write_text("@import 'https://cdn.test/x.css'; p {background: url(x.png)}")

    assert faults(tmp_path) == ["x.css fetches https://cdn.test/x.css from elsewhere"]


def test_a_picture_is_made_smaller_only() -> None:
    lines = np.zeros((548, 894, 3), np.uint8)
    lines[::2] = 255
    assert no_wider(lines, 900) is lines
    assert no_wider(lines, 447).shape == (274, 447, 3)


def test_a_moving_picture_keeps_its_time_and_hurries_where_it_waits() -> None:
    typed = [(0.0, b"a"), (1.0, b"b"), (1.5, b"c")]
    waited = [(0.0, b"a"), *((float(second), b"w") for second in range(1, 101)), (101.0, b"z")]

    assert sampled(typed, []).count(b"a") == RATE
    assert sampled(typed, [])[-1] == b"c"
    assert len(sampled(waited, [(1.0, True), (101.0, False)])) <= (1 + WAIT_S + 1) * RATE


def test_a_host_says_what_was_seen_in_it_and_what_was_not() -> None:
    cells = {
        "studio": {"verdict": "yes", "text": "drawn, with its form"},
        "sound": {"verdict": "no", "text": "Timeout"},
    }
    host = {
        "key": "colab",
        "title": "Colab",
        "how": "emulated",
        "versions": {"Python": "3.12"},
        "cells": cells,
    }
    rows = [{"key": "studio", "title": "the studio"}, {"key": "sound", "title": "its sound"}]
    table = {"rows": rows, "hosts": [{**host, "date": "2026-11-26", "instead": ""}]}
    (row,) = rows_of(table)
    page = printed("before\n<!-- hosts -->\n| stale |\n<!-- end of hosts -->\nafter", table)

    assert row["seen"] == "the studio: drawn, with its form; **not seen**: its sound"
    assert "| Colab (emulated) | Python 3.12 | 2026-11-26 |" in page
    assert page.startswith("before\n")
    assert page.endswith("\nafter")
    assert "stale" not in page


def test_what_was_seen_anew_takes_the_place_of_what_was() -> None:
    old = {"hosts": [{"key": "voila", "date": "1"}, {"key": "lab", "date": "1"}]}
    hosts = merged(old, [{"key": "voila", "date": "2"}])["hosts"]

    assert [(host["key"], host["date"]) for host in hosts] == [("lab", "1"), ("voila", "2")]

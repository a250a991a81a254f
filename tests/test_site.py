"""What the site's pages take from data, and what its check finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import veo_widgets as veo
from tools.check_site import faults
from tools.moving_picture import RATE, sampled
from tools.site_pages import HOSTS, UNRUN, documents, filled, hosts_page, models_page

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

    for slug, model in veo.Client(home="home").models().items():
        assert f"`{slug}`" in page
        assert model.title in page
        assert all(f"| `{name}` |" in page for name in model.properties)


def test_a_model_s_file_in_any_folder_is_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "other" / "makers").mkdir(parents=True)
    (tmp_path / "other" / "makers" / "veo-9.json").write_text(json.dumps(MODEL))
    (tmp_path / "notes.json").write_text("{}")

    page = models_page(documents(tmp_path))

    assert "| `prompt` | text | needed | a \\| b &lt;i> |" in page
    assert "| `images` | images |  |  |" in page
    assert "| `long` | 4, 8 s | 4 s |  |" in page


def test_a_host_that_was_not_tried_is_named_so() -> None:
    row = {"host": "JupyterLab 4.6", "version": "4.6.6", "date": "2026-11-26", "seen": "all"}

    assert hosts_page([]) == f"**{UNRUN}**: {', '.join(HOSTS)}."
    page = hosts_page([row])
    assert "| JupyterLab 4.6 | 4.6.6 | 2026-11-26 | all |  |" in page
    assert page.endswith(f"**{UNRUN}**: {', '.join(HOSTS[1:])}.")


def test_a_page_without_a_marker_stays_as_it_is() -> None:
    assert filled("text") == "text"
    assert "<!--" not in filled("<!-- models --> <!-- hosts -->")


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


def test_a_moving_picture_keeps_its_time_and_hurries_where_it_waits() -> None:
    frames = [(0.0, b"a"), (1.0, b"b"), (7.0, b"c")]

    assert sampled(frames, []).count(b"a") == RATE
    assert sampled(frames, [(0.5, 12.0)]).count(b"b") == RATE // 2
    assert sampled(frames, [])[-1] == b"c"

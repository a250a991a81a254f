"""What a widget's browser may ask: the members of its union, and nothing else."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any, get_args

import pytest

import veo_widgets as veo
from tests.press import press, sent
from veo_widgets import widgets as kit
from veo_widgets.view import wire
from veo_widgets.widgets import ComparisonGrid, ImageInput, StatusBadge, VideoPlayer
from veo_widgets.widgets.base import VeoWidget

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Client

pytestmark = pytest.mark.usefixtures("widgets")
CLASSES = sorted(
    (kind for kind in vars(kit).values() if isinstance(kind, type) and issubclass(kind, VeoWidget)),
    key=lambda kind: kind.__name__,
)


def members(name: str) -> set[type]:
    """Return the kinds of messages of a union of the wire."""
    for room in pkgutil.iter_modules(wire.__path__):
        union = getattr(importlib.import_module(f"{wire.__name__}.{room.name}"), name, None)
        if union is not None:
            return set(get_args(union) or (union,))
    raise AssertionError(f"the wire has no {name}")


@pytest.mark.parametrize("kind", CLASSES)
def test_a_widgets_handlers_are_exactly_what_its_browser_may_ask(kind: type[VeoWidget]) -> None:
    handlers = {handler.kind for handler in kind.handlers.values()}

    assert handlers == members(f"{kind.__name__}ToPython")
    assert len(handlers) == len(kind.handlers)
    assert kind.__orig_bases__[0].__args__[0] is not None
    assert set(get_args(kind.__orig_bases__[0].__args__[0])) == members(
        f"{kind.__name__}FromPython"
    )


UNKNOWN: tuple[Any, ...] = (
    None,
    "act",
    [],
    {},
    {"type": None},
    {"type": ["act"]},
    {"type": "msg"},
    {"type": "use"},
    {"type": "displayed"},
    {"type": "trait_change"},
    {"type": "__init__", "id": "7"},
)


@pytest.mark.parametrize("message", UNKNOWN)
@pytest.mark.parametrize("kind", [VideoPlayer, ComparisonGrid])
def test_an_unknown_message_is_answered_and_reaches_nothing(
    kind: type, message: Any, mp4: Path
) -> None:
    widget = kind([mp4]) if kind is ComparisonGrid else kind(mp4)
    out = sent(widget)
    callbacks = len(widget._msg_callbacks.callbacks)
    before = widget.get_state()
    widget._heard(widget, message, [])

    [(answer, buffers)] = out
    given = message.get("id") if isinstance(message, dict) else None
    assert (answer["type"], answer["id"], buffers) == ("error", given, [])
    assert f"{kind.__name__} knows no message" in answer["error"]
    assert len(widget._msg_callbacks.callbacks) == callbacks
    assert widget.get_state() == before


READ = {"type": "read_file", "id": "1", "index": 0, "sha256": "", "kind": "clip"}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"type": "derive"}, "index is missing"),
        ({"type": "derive", "index": "0"}, "index is not a whole number"),
        ({"type": "derive", "index": True}, "index is not a whole number"),
        (
            {"type": "act_on", "id": "1", "agreed": False, "index": 0, "action": "close"},
            "action is not 'cancel' or",
        ),
        ({**READ, "start": 0}, "length is missing"),
        ({**READ, "start": 0, "length": 5, "kind": "json"}, "kind is not 'clip' or"),
        ({"type": "text_request", "id": "1", "index": 0, "about": "curl"}, "time is missing"),
        (
            {"type": "act_on", "id": "1", "agreed": False, "index": 9, "action": "retry"},
            "there is no cell 9",
        ),
        (
            {"type": "act_on", "id": "1", "agreed": False, "index": -1, "action": "retry"},
            "there is no cell -1",
        ),
        (
            {"type": "act_on", "id": "1", "agreed": False, "index": 0, "action": "retry"},
            "cell 0 has no job",
        ),
    ],
)
def test_a_malformed_message_is_told_what_is_wrong(
    message: dict[str, Any], words: str, mp4: Path
) -> None:
    grid = veo.compare([mp4])
    out = sent(grid)
    press(grid, message)

    [(answer, _)] = out
    assert (answer["type"], answer["id"]) == ("error", message.get("id"))
    assert words in answer["error"]


def test_what_a_job_refuses_is_said_to_the_badge(client: Client) -> None:
    job = client.submit("veo-3-fast", prompt="a lake", duration=4, seed=35)
    badge = StatusBadge(job)
    out = sent(badge)
    press(badge, {"type": "act", "id": "1", "agreed": False, "action": "resubmit"})
    job.wait(90)

    answers = [content for content, _ in out if content.get("type") == "error"]
    assert "not unknown" in answers[0]["error"]


def test_an_image_takes_no_message_without_its_parts(client: Client) -> None:
    image = ImageInput(client.session.store)
    out = sent(image)
    press(image, {"type": "begin", "id": "1", "name": "a.jpg"})
    press(image, {"type": "chunk", "id": "1", "start": 0}, b"x")

    assert out[0][0]["error"].endswith("size is missing")
    assert image.value is None

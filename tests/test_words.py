"""Quoted words are told apart, read and heard, and what cannot be told is said to be so."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

import veo_widgets as veo
from tests.planted import hum, scene, write
from tools.gen_metrics import PAGE, written
from veo_widgets.core.quoted import Quote, quotes, recall, words
from veo_widgets.media.metrics import Reading, Work, chosen, known, measure
from veo_widgets.media.metrics import words as module
from veo_widgets.media.metrics.base import Metric
from veo_widgets.media.metrics.table import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIGN = {"prompt": 'A neon sign reads "Open All Night" over a door'}
VOICE = {"prompt": 'A man says: "We should go home now"'}

QUOTED = [
    ('A sign reads "OPEN"', [("OPEN", "text")]),
    ('She says "hello there" to a dog', [("hello there", "speech")]),
    ('"Where are you?" asks the boy', [("Where are you?", "speech")]),
    ("„Guten Tag“ auf einem Schild", [("Guten Tag", "text")]),
    ("A narrator: “It was late.” A poster “SALE”", [("It was late.", "speech"), ("SALE", "text")]),
    ("A man speaks. The door is marked «EXIT»", [("EXIT", "text")]),
    ("it's 5 o'clock, the cat's asleep", []),
    ('an empty "" quote', []),
]


@pytest.mark.parametrize(("prompt", "told"), QUOTED)
def test_quotes_are_text_or_speech(prompt: str, told: list[tuple[str, str]]) -> None:
    assert quotes(prompt) == [Quote(*each) for each in told]


def test_recall_counts_each_word_once_and_forgives_a_letter() -> None:
    assert recall("open all night", "OPEN  all, night!") == 1
    assert recall("open all night", "open nigth") == pytest.approx(2 / 3)
    assert recall("no no no", "no") == pytest.approx(1 / 3)
    assert recall("cat", "car") == 0
    assert recall("…", "anything") is None
    assert words("Ｆull-width, don’t") == ["full", "width", "don’t"]


# --- stand-ins for the packages


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    module._reader.cache_clear()
    module._listener.cache_clear()
    yield
    module._reader.cache_clear()
    module._listener.cache_clear()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("words") / "a.mp4", scene()[:24], hum()[:, :48_000])


def reading(clip: Path, name: str, asked: dict[str, str]) -> Reading:
    return measure(Work(clip, (name,), asked, models={name: "some model"}))[name]


def shows(monkeypatch: pytest.MonkeyPatch, *lines: tuple[str, float]) -> None:
    """Put a reader in place that sees these lines."""
    package = ModuleType("rapidocr")
    result = SimpleNamespace(
        txts=tuple(text for text, _ in lines) or None,
        scores=tuple(sure for _, sure in lines) or None,
    )
    package.RapidOCR = lambda **_: lambda *_: result
    monkeypatch.setitem(sys.modules, "rapidocr", package)


def hears(monkeypatch: pytest.MonkeyPatch, voice_s: float, *parts: tuple[str, float]) -> list[str]:
    """Put a listener in place that hears this; return the models that were opened."""
    opened: list[str] = []
    package, vad = ModuleType("faster_whisper"), ModuleType("faster_whisper.vad")
    segments = [
        SimpleNamespace(start=0.0, end=1.0, text=text, avg_logprob=sure) for text, sure in parts
    ]

    def model(name: str, **_: object) -> object:
        opened.append(name)
        return SimpleNamespace(transcribe=lambda *_, **__: (iter(segments), None))

    package.WhisperModel, package.vad = model, vad
    vad.get_speech_timestamps = lambda *_: (
        [{"start": 1600, "end": 1600 + int(16_000 * voice_s)}] if voice_s else []
    )
    monkeypatch.setitem(sys.modules, "faster_whisper", package)
    monkeypatch.setitem(sys.modules, "faster_whisper.vad", vad)
    return opened


def test_text_is_read(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shows(monkeypatch, ("OPEN ALL", 0.98), ("NIGHT", 0.9), ("smudge", 0.3))

    assert reading(clip, "words_shown", SIGN) == Reading(1.0, "read: OPEN ALL NIGHT")
    assert reading(clip, "words_shown", VOICE).value is None


def test_no_text_is_a_finding_and_unreadable_text_is_none(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shows(monkeypatch)
    assert reading(clip, "words_shown", SIGN) == Reading(0.0, "no text is seen")
    module._reader.cache_clear()
    shows(monkeypatch, ("0p n", 0.4))
    unsure = reading(clip, "words_shown", SIGN)

    assert unsure.value is None
    assert unsure.note == "cannot tell: there is text that cannot be read (0p n)"


def test_speech_is_heard_by_the_model_that_was_named(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = hears(monkeypatch, 2.0, (" We should go home.", -0.2))
    heard = reading(clip, "words_said", VOICE)

    assert heard == Reading(0.8, "heard: We should go home.", (0.1,))
    assert opened == ["some model"]


def test_without_a_voice_nothing_is_transcribed(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = hears(monkeypatch, 0.0, ("You", -0.1))

    assert reading(clip, "words_said", VOICE) == Reading(0.0, "no voice is heard")
    assert not opened


def test_a_voice_that_is_not_understood_is_no_finding(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hears(monkeypatch, 2.0, ("nonsense", -1.2))
    unsure = reading(clip, "words_said", VOICE)

    assert unsure.value is None
    assert "cannot be understood" in unsure.note


@pytest.mark.parametrize(
    ("name", "package", "asked"),
    [("words_shown", "rapidocr", SIGN), ("words_said", "faster_whisper", VOICE)],
)
def test_a_package_that_is_missing_is_named_and_nothing_is_kept(
    clip: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str, asked: dict[str, str]
) -> None:
    for each in (package, f"{package}.vad"):
        monkeypatch.setitem(sys.modules, each, None)
    missing = reading(clip, name, asked)

    assert missing.failed
    assert missing.note.startswith("cannot tell: ")
    assert "pip install 'veo-widgets[" in missing.note


def test_heavy_metrics_are_off_until_a_model_is_named() -> None:
    heavy = {name for name, each in known().items() if each.heavy}

    assert heavy == {"words_shown", "words_said"}
    assert not heavy & {each.name for each in chosen()}
    assert heavy & {each.name for each in chosen(models=["words_said"])} == {"words_said"}
    with pytest.raises(veo.InvalidRequest, match="words_said needs a model"):
        chosen(["words_said"])


def test_what_is_too_high_is_left_out_when_the_rate_is_lowered() -> None:
    time = np.arange(48_000) / 48_000
    low, high = (np.stack([np.sin(2 * np.pi * hertz * time)] * 2) for hertz in (440, 12_000))

    assert module.lowered(low.astype(np.float32)).std() == pytest.approx(0.707, abs=0.02)
    assert module.lowered(high.astype(np.float32)).std() < 0.02
    assert len(module.lowered(low)) == 16_000


# --- the page


def test_the_page_s_tables_are_the_registry_s() -> None:
    page = PAGE.read_text("utf-8")

    assert written(page) == page, "run make metrics"
    assert all(f"`{name}`" in page for name in known())


def test_a_range_is_written_as_people_read_it() -> None:
    def made(low: float | None, high: float | None) -> str:
        each = Metric("a", "s", 1, lambda _: 0.0, low, high, "It.", "So.")
        return markdown({"a": each}).splitlines()[-1]

    assert made(0, 1) == "| `a` | s | 0 to 1 | 1 | It. | So. |"
    assert "| from -70 |" in made(-70, None)
    assert "| up to 3 |" in made(None, 3)
    assert "| any |" in made(None, None)


def test_the_metrics_are_a_table_of_names() -> None:
    table = veo.metrics()

    assert next(iter(table)) == "motion"
    assert "blur [0-1]: How little a frame loses" in repr(table)
    with pytest.raises(veo.InvalidRequest, match="there is no metric 'total'"):
        _ = table["total"]

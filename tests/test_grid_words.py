"""What a grid calls its cells, what was asked of them, and whether they compare."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from veo_widgets.catalogue import Catalogue
from veo_widgets.core.record import JobRecord
from veo_widgets.experiment.cells import Cell
from veo_widgets.experiment.fairness import Compared, fairness, fairness_of
from veo_widgets.hosts.display import mimebundle
from veo_widgets.media import VideoInfo
from veo_widgets.media.download import unread
from veo_widgets.view.asked import asked_of, checks
from veo_widgets.view.labels import named, shortened, worded
from veo_widgets.view.sheet import unequal

if TYPE_CHECKING:
    from collections.abc import Collection

LEAD = "A weathered lighthouse keeper climbs a spiral staircase, rain on the windows, "


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (["a fox", "a dog"], ["a fox", "a dog"]),
        (
            [LEAD + "moody teal", LEAD + "warm gold"],
            ["… windows, moody teal", "… windows, warm gold"],
        ),
        (
            ["a fox runs over the green hills today", "a dog runs over the green hills today"],
            ["a fox runs …", "a dog runs …"],
        ),
        (
            ["a red fox runs over green hills", "a red fox runs over green hills at night"],
            ["… hills", "… hills at night"],
        ),
        (["x" * 60], ["x" * 47 + "…"]),
        ([], []),
    ],
)
def test_texts_are_cut_to_what_differs(texts: list[str], labels: list[str]) -> None:
    assert shortened(texts) == labels


def test_rows_are_named_by_the_columns_in_which_they_differ() -> None:
    rows = [
        {"model": "veo-2", "seed": 1, "duration": 8},
        {"model": "veo-3", "seed": 1, "duration": 8},
        {"model": "veo-3", "seed": 2},
    ]

    names, same = named(rows)

    assert names == [
        "veo-2 · seed 1 · duration 8",
        "veo-3 · seed 1 · duration 8",
        "veo-3 · seed 2 · duration –",
    ]
    assert same == []
    assert named(rows[:2]) == (["veo-2", "veo-3"], [("seed", "1"), ("duration", "8")])
    assert worded("generate_audio", "yes") == "generate audio yes"


FACTS = VideoInfo(
    1280, 720, 24.0, 192, 8.0, has_audio=True, video_codec="h264", audio_codec="aac", size=9
)


@pytest.mark.parametrize(
    ("model", "parameters", "facts", "differing"),
    [
        ("veo-3.1-fast", {"resolution": "720p"}, {}, set()),
        ("veo-3.1-fast", {}, {}, {"size"}),  # the model's own default is 1080p
        ("veo-3.1-fast", {"resolution": "720p"}, {"duration": 5.9}, {"length"}),
        ("veo-3.1-fast", {"resolution": "720p"}, {"has_audio": False}, {"sound"}),
        ("veo-3.1-fast", {"resolution": "720p", "aspect_ratio": "9:16"}, {}, {"size"}),
        ("veo-2", {"duration": 8}, {"has_audio": False}, set()),
        ("", {}, {"duration": 3.0}, set()),
    ],
)
def test_asked_includes_what_the_model_does_when_it_is_not_told(
    model: str, parameters: dict[str, Any], facts: dict[str, Any], differing: set[str]
) -> None:
    known = Catalogue()[model] if model else None
    rows = checks(asked_of(known, parameters), replace(FACTS, **facts))

    assert {row["name"] for row in rows if row["differs"]} == differing


CLIPS = [
    Compared(n, 8.0, (1280, 720), sound=True, prompt="a", seed="1", model="m") for n in (0, 1, 2)
]


@pytest.mark.parametrize(
    ("changes", "compared", "rows"),
    [
        ({}, {"model"}, []),
        ({"seconds": 5.0}, {"model"}, [("Length", "8.0 s in 2, 5.0 s in 1", [2])]),
        ({"seconds": 5.0}, {"duration"}, []),
        ({"sound": False}, {"model"}, [("Sound", "sound in 2, silent in 1", [2])]),
        ({"size": (720, 1280)}, {"seed"}, [("Size", "1280×720 in 2, 720×1280 in 1", [2])]),
        ({"size": (720, 1280)}, {"aspect_ratio"}, []),
        ({"prompt": "b"}, {"model"}, [("Prompt", "2 wordings", [2])]),
        ({"prompt": "b"}, {"animal"}, []),
        ({"seed": ""}, {"model"}, [("Seed", "1 in 2, random in 1", [2])]),
        ({"model": "n"}, {"seed"}, [("Model", "m in 2, n in 1", [2])]),
    ],
)
def test_a_comparison_tells_what_differs_besides_what_is_compared(
    changes: dict[str, Any], compared: Collection[str], rows: list[tuple[str, str, list[int]]]
) -> None:
    clips = [*CLIPS[:2], replace(CLIPS[2], **changes)]
    told = [(row.what, row.text, row.cells) for row in fairness(clips, compared)]

    assert told == rows


def test_a_model_that_no_catalogue_has_is_none_by_get() -> None:
    assert Catalogue().get("kling-9") is None


def test_seeds_left_to_chance_in_all_are_told_and_mark_nobody() -> None:
    fair = fairness([replace(clip, seed="") for clip in CLIPS], {"model"})

    assert unequal(fair) == [
        {"about": "Seed", "text": "left to chance in all", "values": ["random"], "cells": []}
    ]
    assert not fairness([], {"model"})


def test_of_files_from_elsewhere_nobody_knows_the_seed() -> None:
    assert not fairness([replace(clip, model="", seed="", prompt="") for clip in CLIPS], ())


def test_a_clip_that_does_not_decode_differs_from_none() -> None:
    whole = VideoInfo(
        1280, 720, 24.0, 192, 8.0, has_audio=True, video_codec="h264", audio_codec="aac", size=9
    )
    made = [whole, whole, unread(115)]
    jobs = [
        JobRecord(f"{n}", "local", "m", {"seed": 1}, 0.0, state="ready", facts=facts.as_dict())
        for n, facts in enumerate(made)
    ]
    cells = [Cell(n, {}, "m", {"seed": 1}, 0, "reuse") for n in range(3)]
    fair = fairness_of({"model": ["m", "n"]}, zip(cells, jobs, strict=True))

    assert (list(fair), fair.clips) == ([], 2)


def test_prompts_that_differ_are_told_by_their_words() -> None:
    lead = "a weathered lighthouse keeper climbs a spiral staircase at "
    clips = [
        replace(clip, prompt=lead + word)
        for clip, word in zip(CLIPS, ("dawn", "dawn", "dusk"), strict=True)
    ]
    fair = fairness(clips, {"model"})

    assert unequal(fair)[0]["values"] == ["… at dawn", "… at dusk"]
    assert fair[0].values == {lead + "dawn": (0, 1), lead + "dusk": (2,)}
    assert "Prompt: 2 wordings; cells [2]" in repr(fair)
    assert "… at dusk" in mimebundle(fair)["text/html"]
    assert "nothing differs besides model" in mimebundle(fairness(CLIPS, {"model"}))["text/html"]

"""From draft to final, and prompts without one clause."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.press import press
from veo_widgets import errors
from veo_widgets.catalogue import Catalogue
from veo_widgets.catalogue.size import plain_ratio, shape_of
from veo_widgets.conductor import Limits
from veo_widgets.experiment import Sweeps, open_sweep
from veo_widgets.experiment.ladder import drafted, promoted, saving
from veo_widgets.experiment.plan import make_plan
from veo_widgets.experiment.spec import read
from veo_widgets.experiment.wording import drop_one
from veo_widgets.view.sheet import axis_of
from veo_widgets.widgets import ComparisonGrid

if TYPE_CHECKING:
    from veo_widgets.client import Client
    from veo_widgets.experiment.spec import SweepSpec

CATALOGUE = Catalogue(Path(__file__).parent / "data" / "models")
PANDA = {"prompt": "a red panda", "name": "panda", "model": ["veo-3.1", "veo-3.1-fast", "veo-2"]}


def spec_of(**definition: Any) -> SweepSpec:
    return read({**PANDA, **definition}, CATALOGUE, 123)


def plan_of(spec: SweepSpec) -> Any:
    return make_plan(spec, CATALOGUE, "test", lambda _: {}, lambda _: 60.0, Limits())


# --- the rule


def test_a_draft_is_the_shortest_of_the_lowest_resolution_and_silent() -> None:
    spec = spec_of(seed=[1, 2], resolution="1080p", aspect_ratio="9:16", duration=8)
    plan = plan_of(drafted(spec, CATALOGUE))

    fates = [cell.fate for cell in plan.cells]
    assert fates == ["send"] * 6
    shots = [dict(cell.parameters) for cell in plan.cells[::2]]
    assert [shot.pop("seed") for shot in shots] == [1, 1, 1]
    asked = {"prompt": "a red panda", "aspect_ratio": "9:16"}
    fast = {**asked, "duration": 4, "resolution": "720p", "generate_audio": False}
    assert shots == [fast, fast, {**asked, "duration": 5}]


def test_what_only_makes_a_clip_dearer_is_no_axis_of_a_draft() -> None:
    spec = spec_of(seed=[1, 2], duration=[4, 8], resolution=["720p", "1080p"])
    draft = drafted(spec, CATALOGUE)

    assert len(spec) == 24
    assert draft.axes == {"model": spec.axes["model"], "seed": (1, 2)}
    assert (draft.drawn, draft.name) == (spec.drawn, "panda draft")
    final = promoted(spec, draft, [{"model": "veo-3.1", "seed": 2}], CATALOGUE)
    assert [at["duration"] for at in final.combinations()] == [4, 4, 8, 8]
    assert {at["seed"] for at in final.combinations()} == {2}
    assert final.axes["model"] == ("veo-3.1",)


@pytest.mark.parametrize("slug", sorted(CATALOGUE.all()))
def test_each_model_has_a_draft_that_is_legal_and_costs_no_more(slug: str) -> None:
    model = CATALOGUE[slug]
    media = {slot.path.partition("[")[0] for slot in model.media()}
    needed = {n: "https://a.example/x.png" for n in model.required if n in media}
    asked = dict.fromkeys(model.required, "x") | {**model.defaults(), **needed}
    spec = read({**asked, "model": slug, "name": "one"}, CATALOGUE, 7)
    (full,), (rough,) = plan_of(spec).cells, plan_of(drafted(spec, CATALOGUE)).cells

    assert (full.fate, rough.fate) == ("send", "send"), rough.reason
    if full.high is not None:
        assert rough.high is not None
        assert rough.high <= full.high
    before, after = model.seconds(full.parameters), model.seconds(rough.parameters)
    if before is not None:
        assert after is not None
        assert after <= before


def test_a_size_and_two_sides_keep_their_shape() -> None:
    sora = spec_of(model="sora-2", size=["1280x720", "720x1280"])
    sides = spec_of(model="ltx-2-19b-t2v", width=1920, height=1080)

    sizes = [cell.parameters["size"] for cell in plan_of(drafted(sora, CATALOGUE)).cells]
    assert sizes == ["1280x720", "720x1280"]
    (cell,) = plan_of(drafted(sides, CATALOGUE)).cells
    width, height = cell.parameters["width"], cell.parameters["height"]
    assert (width < 1920, width / height) == (True, pytest.approx(16 / 9, rel=0.05))


SHAPES: dict[str, dict[str, Any]] = {
    "sizes": {"model": "sora-2", "size": ["1280x720", "720x1280"]},
    "two of one shape": {"model": "sora-2", "size": ["1280x720", "720x1280", "1920x1080"]},
    "sides": {"model": "ltx-2-19b-t2v", "width": [1280, 1024], "height": [1024, 1280]},
    "one side": {"model": "ltx-2-19b-t2v", "width": [1280, 704], "height": 704},
    "shapes": {"model": "veo-2", "aspect_ratio": ["16:9", "9:16"]},
    "one": {"model": "sora-2", "size": ["1280x720", "1920x1080"]},
}


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_kept_of_a_shape_is_promoted_in_that_shape_alone(name: str) -> None:
    spec = spec_of(**SHAPES[name], seed=[1, 2], duration=[4, 8])

    def shape(at: dict[str, Any]) -> str:
        return plain_ratio(shape_of({**spec.base, **at}))

    draft = drafted(spec, CATALOGUE)
    for kept in draft.combinations():
        final = promoted(spec, draft, [kept], CATALOGUE)
        wanted = [
            at
            for at in spec.combinations()
            if at["seed"] == kept["seed"] and shape(at) == kept.get("aspect_ratio", shape(at))
        ]
        assert list(final.combinations()) == wanted
        again = drafted(final, CATALOGUE)
        (rough,) = again.combinations()
        assert rough["seed"] == kept["seed"]
        assert list(promoted(final, again, [rough], CATALOGUE).combinations()) == wanted


def test_of_what_was_chosen_before_nothing_more_comes_back() -> None:
    spec = spec_of(model="veo-3.1", seed=[1, 2], duration=[4, 8])
    chosen = replace(spec, only=({"seed": 1, "duration": 4}, {"seed": 2, "duration": 8}))
    draft = drafted(chosen, CATALOGUE)

    final = promoted(chosen, draft, draft.combinations(), CATALOGUE)
    assert list(final.combinations()) == list(chosen.combinations())


def test_one_model_may_draft_for_all() -> None:
    spec = spec_of(model=["veo-3.1", "veo-3.1-fast"], seed=[1, 2])
    draft = drafted(spec, CATALOGUE, "cheapest")

    assert (draft.base["model"], list(draft.axes)) == ("veo-3.1-fast", ["seed"])
    final = promoted(spec, draft, [{"seed": 2}], CATALOGUE)
    assert [at["model"] for at in final.combinations()] == ["veo-3.1", "veo-3.1-fast"]
    with pytest.raises(errors.InvalidRequest, match="a draft already"):
        drafted(draft, CATALOGUE)
    with pytest.raises(errors.UnknownModel):
        drafted(spec, CATALOGUE, "veo-9")


def test_what_was_saved_is_said() -> None:
    spec = spec_of(model="veo-3.1", seed="1,…,18", duration=8, resolution="1080p")
    draft = drafted(spec, CATALOGUE, "veo-3.1-fast")
    final = promoted(spec, draft, [{"seed": seed} for seed in (2, 5, 7, 11)], CATALOGUE)
    rough, chosen, whole = (plan_of(each) for each in (draft, final, spec))

    assert saving(rough.cells, chosen.cells, whole.cells) == (
        f"18 cells drafted for ${rough.high:.2f}, 4 promoted for ${chosen.high:.2f}; "
        f"all final would be ${whole.high:.2f}"
    )
    assert rough.high + chosen.high < whole.high


def test_a_draft_and_its_final_form_are_read_as_they_were_written() -> None:
    spec = spec_of(seed=[1, 2], duration=8)
    draft = drafted(spec, CATALOGUE)
    kept = [{"model": "veo-2", "seed": 1}, {"model": "veo-3.1", "seed": 2}]
    final = promoted(spec, draft, kept, CATALOGUE)

    for each in (draft, final):
        assert read(each.to_dict(), CATALOGUE, 1) == each
    assert len(final) == 2
    with pytest.raises(errors.InvalidRequest, match="what was chosen"):
        final.extended(spec_of(seed=[3]))
    with pytest.raises(errors.InvalidRequest, match="draft or promote"):
        read({**spec.to_dict(), "ladder": {"only": [{"zoom": 1}]}}, CATALOGUE, 1)
    assert final.covers(final)
    assert not final.covers(spec)


# --- on a home


def test_what_is_kept_of_a_draft_is_promoted(client: Client) -> None:
    given = {**PANDA, "model": ["veo-3-fast", "veo-2"], "seed": [71, 72], "name": "ladder"}
    sweep = open_sweep(client, given)
    draft = sweep.draft().run().wait(120)
    assert [record.state for _, record in draft.cells() if record] == ["ready"] * 4

    with pytest.raises(errors.InvalidRequest, match="nothing was kept"):
        draft.promote()
    with pytest.raises(errors.InvalidRequest, match="no cell 9"):
        draft.promote([9])
    with pytest.raises(errors.InvalidRequest, match="is no draft"):
        sweep.promote([0])
    mark: Any = {"type": "vote_on", "index": 1, "kind": "keep", "answer": "keep", "moment": 0}
    press(ComparisonGrid(draft), mark)
    final = draft.promote()
    clip = draft.jobs()[1].clip
    assert clip is not None
    assert draft.promote([clip]).spec == draft.promote([1]).spec == final.spec

    (cell,) = final.plan().new
    assert cell.parameters == sweep.plan().cells[1].parameters
    again = Sweeps(client)["ladder final"]
    assert again.plan().new == final.plan().new
    assert again.saved == final.saved
    assert final.saved.startswith("4 cells drafted for $")
    assert sweep.saved == draft.saved == ""
    assert Sweeps(client)["ladder draft"].plan().counts() == {"reuse": 4}


# --- one clause less


@pytest.mark.parametrize(
    ("prompt", "parts"),
    [
        ("a panda, golden hour, 35 mm", ["a panda, golden hour", "a panda, 35 mm"]),
        ("A fox runs. Snow falls.", ["A fox runs.", "Snow falls."]),
        ('he says "go, now", rain', ['he says "go, now"', "rain"]),
        ("a fox (red, small), 1.5 m, at f/2,8", ["a fox (red, small), 1.5 m", "1.5 m, at f/2,8"]),
        ("a {mood, time} fox; rain", ["a {mood, time} fox", "rain"]),
        ("狐狸，黄昏。下雪", ["狐狸，黄昏。", "黄昏。下雪"]),
        ("it's 5 o'clock, fog", ["it's 5 o'clock", "fog"]),
    ],
)
def test_each_prompt_lacks_one_clause(prompt: str, parts: list[str]) -> None:
    variants = drop_one(prompt)

    assert variants[0] == prompt
    assert set(parts) <= set(variants)
    assert len(set(variants)) == len(variants)
    assert all(0 < len(variant) < len(prompt) for variant in variants[1:])


def test_one_clause_is_the_whole_prompt_and_nothing_is_none() -> None:
    assert drop_one("a red panda") == ["a red panda"]
    wrong: Any
    for wrong in ("", "  ", 7):
        with pytest.raises(errors.InvalidRequest, match="takes a prompt"):
            drop_one(wrong)


def test_clauses_are_an_axis_whose_heads_say_what_differs(own: Client) -> None:
    prompt = "a red panda riding a skateboard through a neon city, at golden hour, on 35 mm film"
    sweep = open_sweep(own, {"prompt": drop_one(prompt), "model": "veo-2", "seed": 1})
    axis = axis_of("prompt", sweep.spec.axes["prompt"])

    assert [cell.fate for cell in sweep.plan().cells] == ["send"] * 4
    assert axis["labels"] == [
        "a red panda riding a skateboard through a neon …",
        "− a red panda riding a skateboard through a neo…",
        "− at golden hour",
        "− on 35 mm film",
    ]


def test_wordings_are_told_by_the_words_in_which_they_differ() -> None:
    first = "a red panda riding a skateboard through a rainy neon city at night"
    second = "a tiny red panda riding a skateboard through a sunny city at night"
    third = "a hundred balloons rise over a quiet salt lake while the sun comes up behind the hills"

    told = "a red panda riding a skateboard through a rainy…"
    assert axis_of("prompt", [first, second])["labels"] == [told, "+ tiny, rainy neon → sunny"]
    assert axis_of("prompt", [first, third])["labels"][1].startswith("a hundred balloons")

"""What of a sweep is a variable of its prompt, whatever the world's other models call so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from veo_widgets.catalogue import Catalogue, Model
from veo_widgets.client.inputs import Inputs
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.cells import make_cells
from veo_widgets.experiment.growth import grown, with_values
from veo_widgets.experiment.ladder import drafted, promoted
from veo_widgets.experiment.spec import read
from veo_widgets.home.paths import open_home
from veo_widgets.media import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from veo_widgets.experiment.spec import SweepSpec

STYLED = {
    "slug": "styled-video",
    "parameters_schema": {
        "prompt": {"type": "str", "required": True},
        "num_frames": {"type": "int", "min": 8},
        "style": {"type": "str", "enum": ["anime", "film"]},
        "moods": {"type": "list"},
        "pose": {"type": "image"},
    },
}


def published() -> Catalogue:
    catalogue = Catalogue(fetch=lambda: [STYLED]).refresh()
    assert {"style", "moods", "pose"} <= set(catalogue["styled-video"].properties)
    return catalogue


def prompts_of(catalogue: Catalogue, **definition: Any) -> list[str]:
    spec = read(definition, catalogue, 7)
    return [cell.parameters["prompt"] for cell in make_cells(spec, catalogue, "test")]


@pytest.mark.parametrize("name", ["style", "moods", "pose"])
def test_a_variable_is_filled_though_another_model_has_a_parameter_of_its_name(
    name: str, tmp_path: Path
) -> None:
    catalogue = published()
    definition = {"prompt": f"a {{{name}}} panda", "model": "veo-2", name: ["red", "wet"]}
    (tmp_path / "red").write_bytes(b"no picture")

    assert prompts_of(catalogue, **definition) == ["a red panda", "a wet panda"]
    inputs = Inputs(catalogue, Store(open_home(tmp_path / "home")))
    spec = read(definition, catalogue, 7)
    assert with_values(spec, catalogue, inputs).axes == spec.axes


def test_what_one_of_the_sweep_s_own_models_takes_is_its_parameter() -> None:
    catalogue = published()
    asked = {"prompt": "a {style} panda", "style": ["anime", "film"]}
    spec = read({**asked, "model": ["styled-video", "veo-2"]}, catalogue, 7)
    cells = make_cells(spec, catalogue, "test")

    assert [cell.parameters.get("style") for cell in cells[::2]] == ["anime", "film"]
    assert {cell.parameters["prompt"] for cell in cells} == {"a {style} panda"}


def test_a_length_that_the_model_counts_otherwise_is_no_variable() -> None:
    catalogue = published()
    spec = read({"prompt": "{duration}", "model": "styled-video", "duration": 2}, catalogue, 7)

    (cell,) = make_cells(spec, catalogue, "test")
    assert cell.parameters["num_frames"] == 48


def test_a_name_is_looked_up_once_and_first_with_those_who_are_asked(tmp_path: Path) -> None:
    asked: list[str] = []

    class Counted(Catalogue):
        def values(self) -> Any:
            asked.append("all")
            return super().values()

    def model(slug: str, **properties: Any) -> Model:
        return Model.from_json({"slug": slug, "title": slug, "parameters": properties})

    inputs = Inputs(Counted(), Store(open_home(tmp_path / "home")))
    own: Iterable[Model] = [model("own", image={"type": "string"}, prompt={"type": "string"})]
    sent = inputs.among(own)
    for number in range(9):
        assert sent("prompt", f"{number}") == f"{number}"
        assert sent("image_url", f"https://a.example/{number}").startswith("https")
    assert asked == ["all"]
    for number in range(9):
        inputs.with_files("image_url", f"https://a.example/{number}", str)
        inputs.with_files("last_frame", f"https://a.example/{number}", str)
    assert asked == ["all", "all"]
    inputs._catalogue.retire("veo-2")
    inputs.as_sent("image_url", "https://a.example/1")
    assert asked == ["all"] * 3, "the models may be others by now"


def test_a_misspelt_variable_is_said_with_the_one_that_is_there() -> None:
    with pytest.raises(InvalidRequest, match=r"written \{animal\}, and \{animl\} is there"):
        read(
            {"prompt": "a {animl} in {place}", "model": "veo-2", "animal": "cat", "place": "Rome"},
            published(),
            7,
        )


# --- in a draft


def prompts_in(spec: SweepSpec) -> list[str]:
    return [cell.parameters["prompt"] for cell in make_cells(spec, Catalogue(), "test")]


def test_a_draft_keeps_the_variables_of_a_prompt_and_fills_no_other() -> None:
    words = {"resolution": ["misty", "sharp"], "size": "tiny", "name": "pandas"}
    spec = read({"prompt": "{resolution} panda, {size}", "model": "veo-2", **words}, Catalogue(), 7)
    draft = drafted(spec, Catalogue())

    assert prompts_in(draft) == ["misty panda, tiny", "sharp panda, tiny"] == prompts_in(spec)
    assert draft.values("duration") == ("shortest",)
    final = promoted(spec, draft, [{"resolution": "sharp"}], Catalogue())
    assert prompts_in(final) == ["sharp panda, tiny"]


@pytest.mark.parametrize("name", ["resolution", "generate_audio", "duration"])
@pytest.mark.parametrize("model", [None, "veo-2", "cheapest"])
def test_what_is_no_variable_of_a_sweep_is_none_of_its_draft(name: str, model: str | None) -> None:
    told = {"prompt": f"a {{{name}}} panda", "model": ["veo-2"], "name": "pandas"}
    spec = read(told, Catalogue(), 7)
    assert set(prompts_in(drafted(spec, Catalogue(), model))) == {f"a {{{name}}} panda"}
    both = read({**told, "model": ["veo-3.1", "veo-2"]}, Catalogue(), 7)
    assert set(prompts_in(drafted(both, Catalogue(), model))) == {f"a {{{name}}} panda"}


def test_a_draft_by_a_model_that_takes_a_variable_as_its_own_is_refused() -> None:
    told = {"prompt": "{resolution} panda", "model": "veo-2", "resolution": "misty"}
    with pytest.raises(InvalidRequest, match="resolution is a variable"):
        drafted(read(told, Catalogue(), 7), Catalogue(), "veo-3.1")


def test_what_was_added_to_a_draft_by_hand_is_not_promoted_in_silence() -> None:
    spec = read({"prompt": "x", "model": "veo-2", "seed": [1, 2], "name": "x"}, Catalogue(), 7)
    draft = drafted(spec, Catalogue())
    for more in ({"seed": [3]}, {"take": [2]}):
        with pytest.raises(InvalidRequest, match="extend the sweep"):
            draft.extended(read({"prompt": "x", "model": "veo-2", **more}, Catalogue(), 7))
    for kept in ({"seed": 3}, {"seed": 1, "take": 2}):
        with pytest.raises(InvalidRequest, match="draft it anew"):
            promoted(spec, draft, [{"seed": 1}, kept], Catalogue())


def test_the_drawn_seed_stays_whatever_a_model_calls_it(tmp_path: Path) -> None:
    own = {"prompt": {"type": "str", "required": True}, "noise_seed": {"type": "int"}}
    catalogue = Catalogue(
        fetch=lambda: [{"slug": "noisy-video", "parameters_schema": own}]
    ).refresh()
    inputs = Inputs(catalogue, Store(open_home(tmp_path)))
    spec = read({"prompt": "x", "model": "noisy-video"}, catalogue, 7)
    for name in ("noise_seed", "seed"):
        assert grown(spec, {name: [4]}, catalogue, inputs).axes == {name: (7, 4)}

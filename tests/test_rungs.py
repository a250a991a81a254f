"""What a sweep keeps of its way from draft to final stands under one name of its own."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import cv2
import numpy as np
import pytest

from tests.raters import opened
from veo_widgets.catalogue import Catalogue
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment import open_sweep
from veo_widgets.experiment.exchange import open_file, write_file
from veo_widgets.experiment.ladder import drafted, promoted
from veo_widgets.experiment.memo import cells_of
from veo_widgets.experiment.spec import read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from veo_widgets.catalogue import Model

CATALOGUE = Catalogue()
PANDA = {"prompt": "a panda", "name": "panda", "model": "veo-2", "drawn": 3, "seed": [1, 2]}


def test_its_names_are_free_for_the_variables_of_a_prompt() -> None:
    prompt = "the {only} {drafted} plan, {final} cut, on a {ladder}"
    words = {"only": ["first", "last"], "drafted": "rough", "final": "longest", "ladder": "rope"}
    spec = read({**PANDA, "prompt": prompt, **words}, CATALOGUE, 1)

    assert spec.variables(CATALOGUE) == set(words)
    assert spec.axes["only"] == ("first", "last")
    assert (spec.only, spec.final, spec.drafted) == ((), None, "")
    assert read(json.loads(json.dumps(spec.to_dict())), CATALOGUE, 1) == spec
    with pytest.raises(InvalidRequest, match="call that variable otherwise"):
        drafted(spec, CATALOGUE)

    free = read({**PANDA, "prompt": "the {only} {final} cut", "only": ["a", "b"]}, CATALOGUE, 1)
    draft = drafted(free, CATALOGUE)
    final = promoted(free, draft, [{"only": "a", "seed": 2}], CATALOGUE)
    for each in (draft, final):
        assert read(json.loads(json.dumps(each.to_dict())), CATALOGUE, 1) == each
    assert [at["only"] for at in final.combinations()] == ["a"]


def test_what_earlier_versions_kept_is_read() -> None:
    spec = read(PANDA, CATALOGUE, 1)
    draft = drafted(spec, CATALOGUE)
    final = promoted(spec, draft, [{"seed": 2}], CATALOGUE)
    for each in (draft, final, drafted(final, CATALOGUE)):
        now = json.loads(json.dumps(each.to_dict()))
        assert read({**now.pop("ladder"), **now}, CATALOGUE, 1) == each


WRONG: list[Any] = [
    {"only": "seed"},
    {"only": 5},
    {"only": {"seed": 1}},
    {"only": [1]},
    {"only": [{"zoom": 1}]},
    {"only": [{"seed": float("nan")}]},
    {"only": [{"seed": 1}] * 5001},
    {"final": "panda"},
    {"final": [PANDA]},
    {"final": {"seed": object()}},
    {"drafted": 5},
    {"drafted": ["panda draft"]},
    {"more": 1},
]


@pytest.mark.parametrize("ladder", WRONG, ids=lambda value: str(value)[:40])
def test_what_draft_and_promote_never_write_is_refused(ladder: Any) -> None:
    with pytest.raises(InvalidRequest, match="draft or promote"):
        read({**PANDA, "ladder": ladder}, CATALOGUE, 1)


def test_too_many_cells_are_refused_before_any_is_looked_at() -> None:
    many = list(range(1, 3001))
    words = {"prompt": "{a} {b} {c} {d}", "a": many, "b": many, "c": many, "d": many}
    with pytest.raises(InvalidRequest, match="162000000000000 cells"):
        read({**PANDA, **words, "ladder": {"only": [{"a": 1}]}}, CATALOGUE, 1)


def test_cells_are_worked_out_again_when_their_models_changed_and_no_other_is_priced(
    tmp_path: Path,
) -> None:
    priced: list[str] = []

    def version(models: Iterable[Model]) -> list[object]:
        priced.extend(model.slug for model in models)
        return []

    schema = {"properties": {"prompt": {"type": "string"}, "zoom": {"maximum": 5}}}
    document = {"slug": "mine", "title": "Mine", "parameters": schema}
    (tmp_path / "mine.json").write_text(json.dumps(document))
    session: Any = Mock(
        catalogue=Catalogue(tmp_path),
        prices=SimpleNamespace(version=version),
        endpoint=SimpleNamespace(name="test"),
    )
    spec = read({**PANDA, "model": "mine", "seed": 1, "zoom": 7}, session.catalogue, 1)
    (before,) = cells_of(session, spec)
    assert cells_of(session, spec)[0] is before
    assert (before.fate, priced) == ("refused", ["mine", "mine"])

    schema["properties"]["zoom"]["maximum"] = 9
    (tmp_path / "mine.json").write_text(json.dumps({**document, "title": "My own"}))
    session.catalogue.reread()
    assert cells_of(session, spec)[0].fate == "send"


def test_a_draft_moves_to_another_home_and_is_promoted_there(tmp_path: Path) -> None:
    images = [tmp_path / f"{number}.png" for number in (1, 2)]
    for number, path in enumerate(images):
        path.write_bytes(cv2.imencode(".png", np.full((8, 8, 3), number, np.uint8))[1].tobytes())
    given = {"prompt": "x", "model": "veo-3.1-fast", "duration": 8, "name": "lake", "seed": 1}
    file = tmp_path / "moved" / "draft.yaml"
    with opened(tmp_path / "one") as client:
        sweep = open_sweep(client, {**given, "image": list(map(str, images))})
        wanted = sweep.plan().cells[1].parameters
        write_file(sweep.draft(), file)

    with opened(tmp_path / "other") as client:
        (cell,) = open_file(file, client=client).promote([1]).plan().cells
        stored = client.session.store.home.images
        assert (cell.fate, cell.parameters) == ("send", wanted)
        assert (stored / wanted["image"].partition(":")[2]).is_file()

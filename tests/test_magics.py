"""``%load_ext veo_widgets``: a cell's text as a prompt, in a real shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from tests.models import CATALOGUE
from veo_widgets.catalogue import Catalogue
from veo_widgets.client import Job, functions
from veo_widgets.errors import InvalidParameters, InvalidRequest, UnknownModel
from veo_widgets.hosts import magics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from veo_widgets.client import Client


@pytest.fixture
def shell(client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """Return a shell of IPython's own that has the kit's extension."""
    monkeypatch.setattr(functions, "_client", client)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "veo_widgets")
    yield shell
    shell.run_line_magic("unload_ext", "veo_widgets")
    InteractiveShell.clear_instance()
    monkeypatch.setattr(functions, "_client", None)


def run(shell: InteractiveShell, cell: str) -> Any:
    """Run a cell and return what it shows, or raise what it raised."""
    done = shell.run_cell(cell)
    done.raise_error()
    return done.result


def completed(shell: InteractiveShell, cell: str) -> list[str]:
    """Return the cell as each completion at its end would leave it."""
    with provisionalcompleter():
        found = list(shell.Completer.completions(cell, len(cell)))
    return [cell[: each.start] + each.text + cell[each.end :] for each in found]


def test_the_text_of_a_cell_is_the_prompt_and_its_job_is_shown(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.user_ns["number"] = 71
    cell = "%%veo model=veo-3-fast seed=$number duration=4 generate_audio=no\nthe prow\nof a boat"
    job = run(shell, cell)

    assert isinstance(job, Job)
    assert job.parameters["prompt"] == "the prow\nof a boat"
    assert (job.parameters["seed"], job.parameters["generate_audio"]) == (71, False)
    assert shell.user_ns["_"] is job
    assert f"Job({job.id}" in capsys.readouterr().out
    assert job.wait(90).parameters == job.parameters


def test_a_name_or_value_that_is_wrong_is_refused_with_the_nearest(
    shell: InteractiveShell, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "showtraceback", lambda *_, **__: None)

    def refused(line: str, kind: type[Exception]) -> str:
        with pytest.raises(kind) as error:
            run(shell, f"%%veo {line}\na fox")
        return str(error.value)

    wrong = refused("model=veo-2 sed=7 duration=44", InvalidParameters)
    assert "Did you mean 'seed'?" in wrong
    assert "duration cannot be '44'" in wrong or "duration cannot be 44" in wrong
    assert "veo-3-fast" in refused("veo-3-fats", UnknownModel)
    assert "there are veo-" in refused("seed=7", InvalidRequest)
    assert "the cell's text is the prompt" in refused("veo-2 prompt=owl", InvalidRequest)
    unread = refused("veo-2 Prompt='A Fox", InvalidRequest)
    assert unread == """%%veo cannot read "veo-2 Prompt='A Fox": no closing quotation"""
    assert "no JSON" in refused("veo-2 seed=[7", InvalidRequest)
    assert not client.jobs()


def test_the_line_magic_tells_how_and_what_a_model_takes(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shell, "%veo") is None
    told = capsys.readouterr().out
    assert "%%veo model=veo-3.1-fast seed=7 duration=4" in told
    assert "veo-3.1-fast" in told
    assert run(shell, "%veo model=veo-2").slug == "veo-2"


def test_the_example_of_the_help_is_one_that_its_model_takes(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for model in CATALOGUE.values():
        monkeypatch.setattr(functions, "known_models", lambda one=model: {one.slug: one})
        shell.run_line_magic("veo", "")
        line = capsys.readouterr().out.split("%%veo ")[2].splitlines()[0]
        asked, parameters = magics.request_of(line, "", CATALOGUE)
        wrong = {problem.field for problem in asked.check(parameters).problems}
        assert not wrong & set(parameters)


def test_tab_offers_models_parameters_and_values(shell: InteractiveShell) -> None:
    ahead = "%%veo model=veo-3.1-fast "
    assert "%%veo model=" in completed(shell, "%%veo mod")
    assert set(completed(shell, "%%veo model=veo-3.")) >= {
        "%%veo model=veo-3.1",
        "%%veo model=veo-3.1-fast",
    }
    assert completed(shell, f"{ahead}se") == [f"{ahead}seed="]
    assert f"{ahead}seed=7 seed=" not in completed(shell, f"{ahead}seed=7 ")
    assert f"{ahead}prompt=" not in completed(shell, ahead)
    assert set(completed(shell, f"{ahead}resolution=")) >= {f"{ahead}resolution=1080p"}
    assert completed(shell, f"{ahead}generate_audio=t") == [f"{ahead}generate_audio=true"]
    assert "%veo veo-2" in completed(shell, "%veo v")
    assert "x = len" in completed(shell, "x = le")


def test_a_line_that_is_not_ours_is_completed_without_looking_at_the_models(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Catalogue] = []

    def known_models() -> Catalogue:
        looks.append(Catalogue())
        return looks[-1]

    monkeypatch.setattr(functions, "known_models", known_models)

    for line in ("x = le", "%ve", "%veosomething v", "print(1, ", "a red fox\n%%ve"):
        completed(shell, line)
    assert looks == []
    completed(shell, "%%veo mo")
    assert len(looks) == 1


def test_the_models_that_are_shipped_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "_client", None)

    assert functions.known_models() is functions.known_models()


def test_nothing_is_made_to_complete_and_nothing_stays_after_unloading(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(functions, "_client", None)
    assert completed(shell, "%%veo model=veo-3-f") == ["%%veo model=veo-3-fast"]
    assert functions._client is None
    shell.run_line_magic("reload_ext", "veo_widgets")
    assert len([each for each in shell.Completer.custom_matchers if each is magics.matcher]) <= 1
    magics.unload(shell)
    assert shell.find_line_magic("veo") is None
    assert shell.find_cell_magic("veo") is None
    assert "%%veo model=veo-2" not in completed(shell, "%%veo model=veo-")


def test_values_are_text_but_for_lists_and_objects() -> None:
    line = 'veo-3.1 seed=7 reference_images=\'["a.png", "b.png"]\''
    _, parameters = magics.request_of(line, " an owl\n", Catalogue())
    assert parameters == {
        "seed": "7",
        "reference_images": ["a.png", "b.png"],
        "prompt": "an owl",
    }

"""An endpoint's public list: what is taken, kept, marked, and where it differs from ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from veo_widgets.catalogue import Catalogue
from veo_widgets.client import functions
from veo_widgets.errors import EndpointUnreachable
from veo_widgets.home.paths import open_home

if TYPE_CHECKING:
    from pathlib import Path


def published(**more: Any) -> dict[str, Any]:
    """Return a row of a public list."""
    rows = {"prompt": {"type": "str", "required": True}, "num_frames": {"type": "int", "min": 8}}
    return {"slug": "new-video", "name": "New", "parameters_schema": rows | more}


def test_the_list_is_kept_with_its_date_and_the_last_good_one_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = tmp_path / "published" / "list.json"
    Catalogue(None, lambda: [published()], kept, lambda: "2026-11-26").refresh()

    def broken() -> list[dict[str, Any]]:
        raise EndpointUnreachable("no route")

    later = Catalogue(None, broken, kept, lambda: "2026-11-27")
    assert later["new-video"].properties["num_frames"]["minimum"] == 8
    assert later.refresh().published.date == "2026-11-26"
    assert "2026-11-26 stays in force: no route" in caplog.text
    assert "2026-11-26" in later["new-video"].status
    with pytest.raises(EndpointUnreachable):
        Catalogue(fetch=broken).refresh()
    kept.write_text("{")
    assert "new-video" not in Catalogue(None, broken, kept)


def test_drift_between_our_file_and_the_list_is_told_field_by_field() -> None:
    row = {
        "slug": "veo-2",
        "parameters_schema": {
            "prompt": {"type": "str", "required": True},
            "aspect_ratio": {"type": "str", "enum": ["16:9", "9:16"], "default": "16:9"},
            "duration": {"type": "int", "enum": [5, 8], "default": 5},
            "loop": {"type": "bool"},
        },
    }
    told = Catalogue(fetch=lambda: [row]).refresh().drift("veo-2")

    assert {(each.parameter, each.what) for each in told} == {
        ("duration", "enum"),
        ("seed", "only here"),
        ("loop", "only there"),
    }
    assert next(each.theirs for each in told if each.what == "enum") == [5, 8]


@pytest.mark.parametrize(
    ("row", "taken"),
    [
        (published(), True),
        ({"slug": "x-1", "parameters_schema": {"prompt": "str"}, "output_type": "video"}, True),
        ({"slug": "x-1", "parameters_schema": {"prompt": "str"}, "tags": ["Text-to-Video"]}, True),
        (published() | {"output_type": "image"}, False),
        ({"slug": "x-t2v", "parameters_schema": {"prompt": "str"}}, True),
        ({"slug": "video-to-text", "parameters_schema": {"video": "video"}}, False),
        ({"slug": "llm-1", "parameters_schema": {"prompt": "str", "seed": "int"}}, False),
        ({"slug": "song-1", "parameters_schema": {"prompt": "str", "duration": "int"}}, False),
        ({"slug": "paint-1", "parameters_schema": {"prompt": "str", "width": "int"}}, False),
        ({"slug": "kling-o1", "parameters_schema": {"prompt": "str", "image": "image"}}, False),
        ({"slug": "kling-77", "parameters_schema": {"prompt": "str"}}, True),
    ],
    ids=lambda value: value["slug"] if isinstance(value, dict) else str(value),
)
def test_only_video_models_are_taken_and_why_is_told(row: dict[str, Any], taken: bool) -> None:
    catalogue = Catalogue(fetch=lambda: [row]).refresh()

    assert (row["slug"] in catalogue) is taken
    assert catalogue.reason(row["slug"])


def test_a_model_that_answered_410_is_retired_and_another_is_near() -> None:
    catalogue = Catalogue()
    catalogue.retire("veo-3.1-fast")

    assert catalogue["veo-3.1-fast"].retired
    assert catalogue.living_like("veo-3.1-fast") == "veo-3.1"
    assert "retired" in repr(catalogue)


def test_what_a_410_told_is_kept_for_its_own_endpoint_until_a_list_names_the_model(
    tmp_path: Path,
) -> None:
    rows: list[dict[str, Any]] = [published()]

    def opened() -> Catalogue:
        kept = tmp_path / "list.json"
        return Catalogue(None, lambda: rows, kept, lambda: "2026-11-26", endpoint="segmind")

    catalogue = opened().refresh()
    catalogue.retire("veo-2", "local")
    assert not catalogue["veo-2"].retired
    catalogue.retire("veo-2", "segmind")
    before = catalogue.generation

    assert opened()["veo-2"].retired
    assert opened().refresh()["veo-2"].retired, "this list does not name it"
    rows.append({"slug": "veo-2", "parameters_schema": {"prompt": "str"}})
    assert not catalogue.refresh()["veo-2"].retired
    assert catalogue.generation > before


def test_a_mark_is_added_to_the_list_that_another_session_kept_since(tmp_path: Path) -> None:
    lists, home = tmp_path / "list.json", {"endpoint": "segmind"}
    rows = [published()]
    monday = Catalogue(None, lambda: rows, lists, lambda: "2026-11-23", **home).refresh()
    monday.retire("veo-3", "segmind")
    rows = [published(), {**published(), "slug": "newer-video"}]
    rows.append({"slug": "veo-3", "parameters_schema": {"prompt": "str"}})
    tuesday = Catalogue(None, lambda: rows, lists, lambda: "2026-11-24", **home).refresh()
    assert not tuesday["veo-3"].retired
    monday.retire("veo-2", "segmind")

    for each in (monday, Catalogue(None, None, lists, **home)):
        assert each.published.date == "2026-11-24"
        assert "newer-video" in each
        assert each["veo-2"].retired
        assert not each["veo-3"].retired, "a later list names it"
    tuesday.retire("veo-3-fast", "segmind")
    assert Catalogue(None, None, lists, **home).published.retired == ["veo-2", "veo-3-fast"]
    lists.unlink()
    tuesday.reread()
    assert tuesday["veo-2"].retired
    tuesday.retire("veo-3", "segmind")
    assert "veo-3" in Catalogue(None, None, lists, **home).published.retired


def test_a_list_that_names_nothing_does_not_replace_the_last_good_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rows: list[dict[str, Any]] = [published()]
    catalogue = Catalogue(fetch=lambda: rows, today=lambda: "2026-11-26").refresh()
    for empty in ([], [{"name": "no slug"}], [{}]):
        rows[:] = empty
        assert "new-video" in catalogue.refresh()
    assert "the one read now is empty" in caplog.text
    assert Catalogue().refresh().published.date == "", "there is no list"


def test_all_models_are_another_view_of_one_catalogue() -> None:
    catalogue = Catalogue(fetch=lambda: [published()])
    whole = catalogue.all()
    assert "new-video" not in whole

    catalogue.refresh()
    whole.retire("veo-2")
    assert "new-video" in list(whole)
    assert catalogue["veo-2"].retired
    assert (len(whole.all()), whole.published) == (len(whole), catalogue.published)
    assert len(catalogue) < len(whole)


def test_who_is_like_another_is_told_whatever_cannot_be_read() -> None:
    catalogue = Catalogue(fetch=lambda: [published()]).refresh()
    catalogue.published.rows["new-video"] = {"slug": "new-video", "parameters_schema": None}

    assert catalogue.living_like("veo-3.1-fast") == "veo-3.1"
    assert catalogue.living_like("new-video") is not None


def test_who_only_looks_knows_the_list_of_a_home_and_reads_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(functions, "_client", None)
    home = open_home(tmp_path / "home")
    lists = home.published("segmind")
    Catalogue(home.models, lambda: [published()], lists, lambda: "2026-11-26").refresh()

    catalogue = functions.known_models(home)
    assert "new-video" in catalogue
    home.models.mkdir(exist_ok=True)
    mine = {"slug": "mine", "title": "Mine", "parameters": {"prompt": "str"}}
    (home.models / "mine.json").write_text(json.dumps(mine))
    assert functions.known_models(home) is catalogue
    assert "mine" in catalogue
    later = [published(), {**published(), "slug": "newer-video"}]
    Catalogue(home.models, lambda: later, lists, lambda: "2026-11-27").refresh()
    assert functions.known_models(home) is catalogue
    assert "newer-video" in catalogue

"""The official client's questions to the history, and its list of models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import segmind
from segmind import InferenceFailed, SegmindClient, SegmindError

from tests.official import QUICK, official, served
from veo_widgets.catalogue import Catalogue
from veo_widgets.server.fault_rules import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from veo_widgets.local import Running


@pytest.fixture
def sdk(server: Running) -> Iterator[SegmindClient]:
    client = official(server)
    yield client
    client._client.close()


@pytest.fixture
def scripted(tmp_path: Path) -> Iterator[SegmindClient]:
    """Return the client of a server on which dark prompts fail and slow ones never end."""
    faults = (Fault("fail", prompt="dark"), Fault("stuck", prompt="slow"))
    with served(tmp_path / "s", *faults) as client:
        yield client


def test_generations_list_page_filter_and_sort(scripted: SegmindClient) -> None:
    sdk = scripted
    quick = {**QUICK, "generate_audio": False, "seed": 3}
    first = sdk.run("veo-3-fast", **quick)
    with pytest.raises(InferenceFailed):
        sdk.run("veo-2", prompt="dark", duration=5)
    sdk.submit_async("veo-3", prompt="slow", duration=4)

    history = sdk.generations.history()
    assert [row["model_status"] for row in history["data"]] == ["PENDING", "FAILED", "COMPLETED"]
    assert (history["page"], history["per_page"], history["total"]) == (1, 20, 3)
    assert history["data"][2]["request_body"] == quick
    assert history["data"][2]["credits_deduction"] == first["metrics"]["cost"] == 0.4
    assert history["data"][1]["error"] == "Inference failed"
    assert history["data"][1]["credits_deduction"] == 0
    one = sdk.generations.get(history["data"][2]["request_id"])
    assert one == history["data"][2]

    def models(**asked: object) -> list[str]:
        return [row["model_name"] for row in sdk.generations.history(**asked)["data"]]

    assert models(status="FAILED") == ["veo-2"]
    assert models(status="PENDING") == ["veo-3"]
    assert models(model_name="veo-3") == ["veo-3", "veo-3-fast"]
    assert models(sort_by="model_name", sort_order="asc") == ["veo-2", "veo-3", "veo-3-fast"]
    assert models(sort_by="credits_deduction")[0] == "veo-3-fast"
    assert models(per_page=2, page=2) == ["veo-3-fast"]
    assert models(from_date="2001-01-01", to_date="2001-01-31") == []

    listed = sdk.generations.list(model_name="veo-3-fast")["data"]
    assert [row["status"] for row in listed] == ["COMPLETED"]
    assert listed[0]["prompt"] == "a lake"
    assert listed[0]["parameters"] == quick
    assert listed[0]["generation_url"] == first["output"]
    assert sdk.generations.recent("veo-3-fast")["data"] == listed
    assert sdk.generations.recent("veo-2")["data"] == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"per_page": 101}, "per_page must be a whole number from 1 to 100"),
        ({"page": 0}, "page must be"),
        ({"from_date": "yesterday"}, "from_date must be a date"),
        ({"from_date": "2026-01-01", "to_date": "2026-03-01"}, "at most 31 days"),
        ({"status": "GONE"}, "status must be one of COMPLETED, FAILED, PENDING"),
        ({"sort_by": "beauty"}, "sort_by must be one of model_created"),
        ({"sort_order": "up"}, "sort_order must be one of desc, asc"),
    ],
)
def test_questions_that_make_no_sense_are_400(sdk: SegmindClient, asked: dict, words: str) -> None:
    with pytest.raises(SegmindError) as caught:
        sdk.generations.history(**asked)

    assert (caught.value.status, words in caught.value.detail) == (400, True)


def test_somebody_else_s_history_is_403(sdk: SegmindClient) -> None:
    with pytest.raises(SegmindError) as caught:
        sdk.generations.history(user_email="other@example.com")

    assert caught.value.status == 403
    with pytest.raises(SegmindError) as caught:
        sdk.generations.get("00000000-0000-0000-0000-000000000000")
    assert caught.value.status == 404


def test_models_are_listed_without_a_key(server: Running) -> None:
    sdk = official(server, api_key="")
    rows = sdk.models.list()
    sdk._client.close()

    assert {row["slug"] for row in rows} == set(Catalogue())
    assert all(row["parameters_schema"]["required"] == ["prompt"] for row in rows)
    assert segmind.__version__ == "1.3.0"

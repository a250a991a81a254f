"""What a sweep's table holds fits the files and databases that other tools read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from veo_widgets.experiment import open_sweep
from veo_widgets.experiment.rows import columns, data_frame

if TYPE_CHECKING:
    from veo_widgets.client import Client


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ([1, None, 2.5], [1, None, 2.5]),
        (["a", None], ["a", None]),
        ([True, None, False], [True, None, False]),
        ([None, None], [None, None]),
        ([1, True], ["1", "true"]),
        ([4, "8s"], ["4", "8s"]),
        ([["a"], None, ["b", "ü"]], ['["a"]', None, '["b", "ü"]']),
        ([2**63, 1], ["9223372036854775808", "1"]),
        ([{"a": 1}], ['{"a": 1}']),
    ],
)
def test_a_column_holds_values_of_one_kind(values: list[Any], column: list[Any]) -> None:
    assert columns([{"x": value} for value in values]) == {"x": column}


def test_a_sweep_goes_to_sql_and_back(client: Client) -> None:
    given = {
        "prompt": "a {word}",
        "word": ["yes", True, 16, 1.5],
        "model": ["veo-3-fast", "veo-2"],
        "duration": [4, 5],
        "seed": 1,
    }
    table = open_sweep(client, given).to_dataframe()
    with closing(sqlite3.connect(":memory:")) as db:
        table.to_sql("cells", db, index=False)
        again = pd.read_sql("SELECT * FROM cells", db)

    assert list(again.columns) == list(table.columns)
    assert len(again) == len(table) == 16
    assert list(again["word"]) == list(table["word"])
    assert set(again["word"]) == {"yes", "true", "16", "1.5"}
    assert list(again["fate"]) == list(table["fate"])


def test_an_empty_table_is_one_too() -> None:
    assert data_frame([]).empty

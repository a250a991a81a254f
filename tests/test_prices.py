"""A price table says what a request costs, or that nobody knows."""

from __future__ import annotations

import json
import logging
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veo_widgets.catalogue import Catalogue, Model
from veo_widgets.catalogue.tariff import wrong
from veo_widgets.core.money import Sum
from veo_widgets.errors import InvalidParameters

RATE = {"by": "audio", "of": {"true": 0.4, "false": 0.2}}
PROPERTIES: dict[str, Any] = {
    "prompt": {"type": "string"},
    "length": {"enum": ["5s", "10s"], "x-role": "duration", "default": "5s"},
    "free": {"type": "integer", "minimum": 1, "maximum": 9},
    "generate_audio": {"type": "boolean"},
    "resolution": {"enum": ["720p", "1080p"], "default": "720p"},
    "size": {"enum": ["720x1280", "1280x720", "1792x1024"]},
    "mode": {"enum": ["std", "pro"], "default": "std"},
    "steps": {"type": "integer"},
    "multi_prompt": {
        "type": "array",
        "items": {"properties": {"duration": {"type": "string", "default": "5"}}},
    },
}


def model(table: object, *without: str, **properties: Any) -> Model:
    schema = {name: of for name, of in PROPERTIES.items() if name not in without} | properties
    document = {"slug": "m", "title": "M", "parameters": {"properties": schema}, "price": table}
    return Model.from_json(document)


ROWS = [
    ({"flat": 0.5}, {}, (0.5, 0.5)),
    ({"flat": 0}, {}, (0.0, 0.0)),
    ({"flat": [0.3, 0.6]}, {}, (0.3, 0.6)),
    ({"flat": None}, {}, None),
    ({"per_second": 0.1}, {}, (0.5, 0.5)),
    ({"per_second": 0.1}, {"length": "10s"}, (1.0, 1.0)),
    ({"per_second": 0.1, "flat": 0.2}, {"length": "10s"}, (1.2, 1.2)),
    ({"per_second": 0.1, "high_factor": 1.5}, {}, (0.5, 0.75)),
    ({"per_second": RATE}, {"generate_audio": True}, (2.0, 2.0)),
    ({"per_second": RATE}, {"generate_audio": False}, (1.0, 1.0)),
    ({"per_second": RATE}, {}, (1.0, 2.0)),
    ({"per_second": {"silent": 0.2, "sound": 0.4}}, {"generate_audio": True}, (2.0, 2.0)),
    ({"flat": {"by": "resolution", "of": {"720P": 0.3, "1080p": 0.5}}}, {}, (0.3, 0.3)),
    ({"flat": {"by": "resolution", "of": {"480p": 0.3}}}, {}, None),
    ({"flat": {"by": "resolution", "of": {"480p": 0.3}, "else": 0.9}}, {}, (0.9, 0.9)),
    ({"flat": {"by": "size", "of": {"1792x1024": 0.9}, "else": 0.3}}, {}, (0.3, 0.9)),
    ({"flat": {"by": "mode", "of": {"std": 0.2, "pro": 0.8}}}, {"mode": "pro"}, (0.8, 0.8)),
    (
        {"per_second": {"by": "mode", "of": {"std": RATE, "pro": [0.5, 0.6]}}},
        {"generate_audio": True},
        (2.0, 2.0),
    ),
    ({"flat": {"by": "steps", "of": {"25": 0.1, "50": 0.2}}}, {"steps": 50}, (0.2, 0.2)),
    ({"flat": {"by": "steps", "of": {"25": 0.1, "50": 0.2}}}, {}, None),
    ({"flat": {"by": "weather", "of": {"fair": 0.1}}}, {}, None),
    ({"per_compute_second": 0.002}, {}, None),
    ({"per_compute_second": 0.002, "compute_seconds": [100, 200]}, {}, (0.2, 0.4)),
    ({"mean": 0.4}, {}, None),
    ({"per_shot": 0.1}, {}, (0.1, 0.1)),
    ({"per_shot": 0.1}, {"multi_prompt": [{"prompt": "a"}, {"prompt": "b"}]}, (0.2, 0.2)),
    ({"per_second": 0.1}, {"multi_prompt": [{"duration": "3"}, {}]}, (0.8, 0.8)),
    ({"per_second": 0.1}, {"multi_prompt": [{"duration": "long"}, {}]}, None),
]


@pytest.mark.parametrize(("table", "asked", "expected"), ROWS)
def test_a_table_prices_a_request(table: dict, asked: dict, expected: tuple | None) -> None:
    price = model(table).price(asked)

    assert wrong(table) == ""
    assert (price.low, price.high) == (expected or (None, None))
    assert price.known is (expected is not None)


def test_a_length_left_open_is_a_range_and_one_that_nobody_tells_is_unknown() -> None:
    table = {"per_second": 0.1}
    ranged = model(
        table, "length", "free", length={"minimum": 3, "maximum": 15, "x-role": "duration"}
    )
    none, frames = model(table, "length"), {"type": "integer", "x-unit": "frames"}

    assert (ranged.price().low, ranged.price().high) == (0.3, 1.5)
    assert not none.price().known
    assert model(table, "length", duration=frames).price({"duration": 120}).high == 0.5
    assert model({**table, "seconds": 6}, "length").price().high == 0.6
    assert model({"per_second": RATE}, "generate_audio").price().low is None
    silent = model({"per_second": {"silent": 0.2, "sound": 0.4}}, "generate_audio")
    assert (silent.price().low, silent.price().high) == (1.0, 1.0)


WRONG = [
    ([], "it is []"),
    ({}, "no amount"),
    ({"date": "2026-01-01"}, "no amount"),
    ({"per_secnd": 0.1}, "'per_secnd' is no part"),
    ({"flat": -1}, "flat is -1"),
    ({"flat": "0.5"}, "flat is '0.5'"),
    ({"flat": True}, "flat is True"),
    ({"flat": float("nan")}, "flat is nan"),
    ({"flat": [2, 1]}, "flat is [2, 1]"),
    ({"flat": {"of": {"a": 1}}}, "flat is no choice"),
    ({"flat": {"by": "mode", "of": {}}}, "flat is no choice"),
    ({"flat": {"by": "mode", "of": {"pro": "x"}}}, "flat.pro is 'x'"),
    ({"flat": {"by": "mode", "of": {"pro": 1}, "otherwise": 2}}, "flat.otherwise"),
    ({"flat": 1, "high_factor": 0.5}, "high_factor is 0.5"),
    ({"flat": 1, "date": 2026}, "date is 2026"),
    ({"flat": 1, "certain": "yes"}, "certain is 'yes'"),
]


@pytest.mark.parametrize(("table", "why"), WRONG)
def test_a_wrong_table_is_named_and_the_price_unknown(
    table: Any, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        price = model(table).price()

    assert why in wrong(table)
    assert not price.known
    assert why in price.source
    assert "the price table of m cannot be used" in caplog.text


def test_a_dropped_file_with_a_wrong_table_is_a_model_of_unknown_price(tmp_path: Path) -> None:
    document = {"slug": "odd", "title": "Odd", "parameters": {"properties": {}}}
    (tmp_path / "odd.json").write_text(json.dumps({**document, "price": {"per_second": "much"}}))
    price = Catalogue(tmp_path)["odd"].price()

    assert str(price) == "price unknown"
    assert "per_second is 'much'" in price.source


def test_what_a_page_calls_usual_is_said_and_is_no_price() -> None:
    price = model({"mean": 0.4, "source": "the page"}).price()

    assert price.note == "about $0.40 on average, no most is told; the page"
    assert not price.known


cents = st.integers(0, 500).map(lambda number: number / 100)
ranges = st.tuples(cents, cents).map(sorted)
leaves = st.one_of(cents, ranges, st.none())


def _choices(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def choice(by: str, keys: list[str]) -> st.SearchStrategy[dict[str, Any]]:
        of = st.dictionaries(st.sampled_from(keys), inner, min_size=1)
        return st.fixed_dictionaries({"by": st.just(by), "of": of}, optional={"else": inner})

    return st.one_of(
        choice("resolution", ["720p", "1080p"]),
        choice("mode", ["std", "pro"]),
        choice("audio", ["true", "false"]),
    )


amounts = st.recursive(leaves, _choices, max_leaves=6)
terms = st.dictionaries(
    st.sampled_from(["flat", "per_second", "per_shot", "per_compute_second"]), amounts, min_size=1
)
asked = st.fixed_dictionaries(
    {},
    optional={
        "length": st.sampled_from(["5s", "10s"]),
        "generate_audio": st.booleans(),
        "resolution": st.sampled_from(["720p", "1080p"]),
        "mode": st.sampled_from(["std", "pro"]),
        "multi_prompt": st.lists(st.just({"duration": "3"}), max_size=3),
    },
)


@given(terms, asked, st.floats(1, 3))
def test_the_least_is_never_above_the_most_and_half_a_price_is_none(
    table: dict[str, Any], request: dict[str, Any], factor: float
) -> None:
    price = model({**table, "high_factor": factor}).price(request)

    assert (price.low is None) is (price.high is None)
    if price.low is not None and price.high is not None:
        assert 0 <= price.low <= price.high
    for name, amount in table.items():
        part = model({name: amount}).price(request)
        assert price.known <= part.known, "what a part of it costs is not known"


@given(st.lists(st.tuples(st.none() | cents, st.none() | cents)), cents)
def test_the_unknown_adds_to_no_sum_silently(
    parts: list[tuple[float | None, float | None]], worst: float
) -> None:
    whole = Sum.of(parts)
    unknown = sum(None in pair for pair in parts)

    assert (whole.count, whole.unknown) == (len(parts), unknown)
    assert (whole.at_most(None) is None) is bool(unknown)
    assert whole.at_most(worst) == pytest.approx(whole.high + unknown * worst)
    assert bool(unknown) is ("unknown" in str(whole))


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([], "$0.00"),
        ([(1.0, 1.0), (2.2, 3.0)], "$3.20-4.00"),
        ([(1.6, 1.6)] * 2 + [(None, None)] * 4, "$3.20 and 4 of 6 unknown"),
        ([(None, 2.0)], "price unknown"),
    ],
)
def test_a_sum_says_what_is_not_in_it(parts: list, words: str) -> None:
    assert str(Sum.of(parts)) == words


@pytest.mark.parametrize(
    "image", [Path("a.png"), b"bytes", bytearray(b"bytes"), "a.png", "https://a.example/x.png"]
)
def test_a_request_with_a_file_has_the_price_of_one_with_an_address(image: object) -> None:
    veo, asked = Catalogue()["veo-3-fast"], {"duration": 4}
    assert veo.price(asked, image_url=image) == veo.price(asked)


def test_what_a_request_may_hold_is_priced_or_refused_in_words() -> None:
    veo = Catalogue()["veo-3-fast"]
    four: list[Any] = [np.int64(4), np.array(4), pd.Series([4])[0], Decimal(4)]
    assert [veo.price(duration=value) for value in four] == [veo.price(duration=4)] * 4
    for value in (np.array([4, 8]), pd.Series([4, 8]), pd.NA, b""):
        with pytest.raises(InvalidParameters, match="duration"):
            veo.price(duration=value)
    several = Catalogue()["kling-o1-reference-image-to-video"]
    for images in ([Path("a.png"), b"x"], np.array(["https://a.example/x.png"])):
        assert several.price(image_urls=images) == several.price()

"""The OpenAPI document is true: generated calls find nothing that it does not say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import KEY, serving
from veo_widgets.catalogue import Catalogue
from veo_widgets.server.fault_rules import Fault
from veo_widgets.server.protocol_options import ProtocolOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
]
OPERATIONS = [
    *(f"POST /v{version}/{slug}" for slug in Catalogue() for version in (1, 2)),
    "GET /v2/requests/{request_id}/status",
    "GET /v2/requests/{request_id}",
    "GET /v1/requests/{request_id}",
    "GET /v1/get-user-credits",
    "POST /upload-asset",
    "GET /inference-model-information/list",
    "GET /inference-request/request-history",
    "GET /inference-request/request-history/{request_id}",
    "GET /inference-request/generations",
    "GET /inference-request/recent-generations",
    "GET /generations/{name}",
    "GET /assets/{name}",
]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """Serve renders that fail at once, so that thousands of calls cost nothing."""
    with serving(
        tmp_path_factory.mktemp("s"),
        faults=(Fault("fail"),),
        credits=1e9,
        options=ProtocolOptions(v1_error="422"),
    ) as running:
        yield schemathesis.openapi.from_url(f"{running.endpoint.api}/openapi.json")


def test_every_route_of_the_protocol_is_described(document: schemathesis.BaseSchema) -> None:
    described = {f"{op.ok().method.upper()} {op.ok().path}" for op in document.get_all_operations()}

    assert described == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_generated_calls_find_nothing(document: schemathesis.BaseSchema, operation: str) -> None:
    method, path = operation.split()

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=document[path][method].as_strategy())
    def check(case: schemathesis.Case) -> None:
        answer = case.call(headers={"x-api-key": KEY})
        case.validate_response(answer, checks=CHECKS)

    check()


def test_the_document_names_its_own_server(document: schemathesis.BaseSchema) -> None:
    here = document.raw_schema["servers"][0]["url"]

    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", here)
    assert httpx.get(f"{here}/").headers["content-type"].startswith("text/html")

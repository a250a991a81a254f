"""The API as an OpenAPI 3.1 document, made of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from veo_widgets.segmind import protocol
from veo_widgets.server.history import MOST_ROWS, ORDERS, STATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.catalogue import Catalogue, Model

Schema = dict[str, Any]
TEXT: Final[Schema] = {"type": "string"}
NUMBER: Final[Schema] = {"type": "number"}
LINK: Final[Schema] = {"type": "string", "format": "uri"}
ERRORS: Final = {
    400: "Malformed, or a value of the wrong type",
    401: "No key, or a key that is not taken",
    403: "Not permitted",
    404: "Unknown, or its record is gone",
    406: "Wrong content type, a value not in its list, or too few credits",
    410: "The model has been retired",
    429: "Too many requests; x-rate-limit-reset-at-utc tells until when",
    503: "The queue is full",
    504: "The synchronous call took too long",
}


def document(catalogue: Catalogue, server: str) -> Schema:
    """Return the document.

    Args:
        catalogue: The models; each has paths of its own.
        server: This server's origin.
    """
    paths: Schema = {}
    for model in catalogue.values():
        paths[protocol.SUBMIT.format(model=model.slug)] = _submit(model)
        paths[protocol.RUN.format(model=model.slug)] = _run(model)
    request_id = [_path("request_id", {"type": "string", "minLength": 1})]
    for path, name in (
        (protocol.STATUS, "Status"),
        (protocol.RESULT, "Result"),
        ("/v1/requests/{request_id}", "Status"),
    ):
        answers = {200: _json("#/components/schemas/" + name), 422: _json(FAILED)}
        paths[path] = {"get": _operation(name, answers, (401, 403, 404, 429), request_id)}
    paths |= _account() | _files()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Local stand-in for Segmind's serverless API",
            "version": "1",
            "description": "Clips are storyboard previews, not Veo.",
        },
        "servers": [{"url": server}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": protocol.KEY_HEADER}
            },
            "schemas": SCHEMAS,
        },
    }


def _operation(
    summary: str,
    answers: dict[int, Schema],
    refusals: Iterable[int],
    parameters: list[Schema] | None = None,
    body: Schema | None = None,
) -> Schema:
    responses = {str(code): answer for code, answer in answers.items()}
    for code in refusals:
        responses.setdefault(str(code), _json(ERROR, ERRORS[code]))
    operation: Schema = {"summary": summary, "responses": dict(sorted(responses.items()))}
    if parameters:
        operation["parameters"] = parameters
    if body:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": body}},
        }
    return operation


def _json(schema: str | Schema, description: str = "Success") -> Schema:
    named = {"$ref": schema} if isinstance(schema, str) else schema
    content = {"application/json": {"schema": named}}
    return {"description": description, "content": content}


def _path(name: str, schema: Schema) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query(name: str, schema: Schema, *, required: bool = False) -> Schema:
    return {"name": name, "in": "query", "required": required, "schema": schema}


REFUSALS: Final = (400, 401, 403, 404, 406, 410, 429, 503)


def _submit(model: Model) -> Schema:
    answers = {200: _json("#/components/schemas/Submitted")}
    return {
        "post": _operation(f"Submit to {model.title}", answers, REFUSALS, body=_parameters(model))
    }


def _run(model: Model) -> Schema:
    clip: Schema = {
        "description": "The clip",
        "content": {"video/mp4": {"schema": {"type": "string", "format": "binary"}}},
        "headers": {
            name: {"schema": TEXT}
            for name in (
                protocol.COST_HEADER,
                protocol.CREDITS_HEADER,
                protocol.REQUEST_HEADER,
                protocol.TIME_HEADER,
                protocol.SEED_HEADER,
            )
        },
    }
    failed = _json(ERROR, "The render failed")
    answers = {200: clip, 422: failed, 500: failed}
    return {
        "post": _operation(
            f"Run {model.title} and wait", answers, (*REFUSALS, 504), body=_parameters(model)
        )
    }


def _parameters(model: Model) -> Schema:
    """Return a model's schema as the server takes it: unknown names are passed over."""
    left = {"$schema", "additionalProperties"}
    return {name: part for name, part in model.parameters.items() if name not in left}


def _account() -> Schema:
    date: Schema = {"type": "string", "format": "date"}
    rows = _json("#/components/schemas/Rows")
    page = _query("page", {"type": "integer", "minimum": 1, "maximum": 10**6})
    size: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS}
    model = _query("model_name", TEXT)
    listed = [
        page,
        _query("per_page", size),
        _query("from_date", date),
        _query("to_date", date),
        model,
        _query("status", {"enum": list(STATES)}),
        _query("sort_by", {"enum": list(ORDERS)}),
        _query("sort_order", {"enum": ["desc", "asc"]}),
    ]
    dated = [page, _query("start_date", date), _query("end_date", date)]
    recent = [*dated, _query("model_name", TEXT, required=True)]
    row = {200: _json("#/components/schemas/Generation")}
    request_id = [_path("request_id", {"type": "string", "minLength": 1})]
    models = {200: _json({"type": "array", "items": {"type": "object"}})}
    refusals = (400, 401, 403)
    return {
        protocol.CREDITS: {
            "get": _operation("Balance", {200: _json("#/components/schemas/Credits")}, (401,))
        },
        protocol.MODELS: {"get": _operation("Models", models, ()) | {"security": []}},
        protocol.HISTORY: {"get": _operation("Requests", {200: rows}, refusals, listed)},
        protocol.GENERATION: {"get": _operation("One request", row, (401, 404), request_id)},
        "/inference-request/generations": {
            "get": _operation("Outputs", {200: rows}, refusals, [*dated, model])
        },
        "/inference-request/recent-generations": {
            "get": _operation("Recent outputs", {200: rows}, refusals, recent)
        },
    }


def _files() -> Schema:
    uploaded = {200: _json("#/components/schemas/Uploaded")}
    body = {
        "type": "object",
        "required": ["data_urls"],
        "properties": {"data_urls": {"type": "array", "items": TEXT}},
    }
    name = [_path("name", {"type": "string", "minLength": 1})]

    def binary(kind: str) -> Schema:
        schema = {"type": "string", "format": "binary"}
        return {"description": "The file", "content": {kind: {"schema": schema}}}

    def file(kind: str) -> Schema:
        operation = _operation("File", {200: binary(kind)}, (404,), name)
        return {"get": operation | {"security": []}}

    return {
        protocol.UPLOAD: {
            "post": _operation("Upload images", uploaded, (400, 401, 406), body=body)
        },
        "/generations/{name}": file("video/mp4"),
        "/assets/{name}": file("image/*"),
    }


def _object(required: Iterable[str] = (), **properties: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": properties}


METRICS: Final = _object(
    inference_time=NUMBER,
    queue_time=NUMBER,
    total_time=NUMBER,
    cost=NUMBER,
    remaining_credits=NUMBER,
)
STATE: Final[Schema] = {"enum": ["QUEUED", "PROCESSING", "COMPLETED", "FAILED"]}
STATUS: Final = _object(
    ("status", "request_id", "metrics"),
    status=STATE,
    request_id=TEXT,
    status_url=LINK,
    response_url=LINK,
    metrics=METRICS,
)
ERROR: Final = _object(("error",), error=TEXT)
FAILED: Final = _object(
    ("status", "error"), status={"const": "FAILED"}, error=TEXT, request_id=TEXT, metrics=METRICS
)
GENERATION: Final = _object(
    ("request_id", "model_name"),
    request_id=TEXT,
    model_name=TEXT,
    credits_deduction={"type": ["number", "null"]},
    latency_ms=NUMBER,
    generation_url={"type": ["string", "null"]},
    error={"type": ["string", "null"]},
)
ROWS: Final[Schema] = {"type": "array", "items": {"$ref": "#/components/schemas/Generation"}}
SCHEMAS: Final[Schema] = {
    "Submitted": _object(
        ("request_id", "status", "status_url", "response_url"),
        request_id=TEXT,
        status={"const": "QUEUED"},
        poll_url=LINK,
        status_url=LINK,
        response_url=LINK,
    ),
    "Status": STATUS,
    "Result": {
        **STATUS,
        "properties": {
            **STATUS["properties"],
            "output": LINK,
            "video": _object(("url",), url=LINK),
            "error": {"type": "null"},
            "seed": {"type": "integer"},
        },
    },
    "Generation": GENERATION,
    "Rows": {"anyOf": [ROWS, _object(("data",), data=ROWS)]},
    "Credits": _object(("credits", "free-credits"), **{"credits": NUMBER, "free-credits": NUMBER}),
    "Uploaded": {
        "type": "object",
        "properties": {key: {"type": "array", "items": LINK} for key in ("file_urls", "urls")}
        | {"message": TEXT},
    },
}

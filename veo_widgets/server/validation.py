"""What is checked before a request is accepted, and how it is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from veo_widgets.catalogue.roles import PROMPT
from veo_widgets.errors import Problem
from veo_widgets.server.http_errors import BAD_TYPE, NO_PROMPT, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import UploadFile
    from starlette.types import Message, Receive

    from veo_widgets.catalogue import Model
    from veo_widgets.server.protocol_options import ProtocolOptions

MOST_BODY: Final = 64_000_000
MOST_FORM: Final = 8_000_000
MOST_PART: Final = 1_000_000
MOST_NAMES: Final = 100
MOST_TOLD: Final = 10
MOST_WORDS: Final = 300
LARGEST: Final = 2**63


async def json_body(request: Request) -> dict[str, Any]:
    """Return a JSON object, read within a limit.

    Raises:
        Refused: 406 for another content type, 400 for anything else that is wrong.
    """
    if not _type(request).startswith("application/json"):
        raise Refused(406, BAD_TYPE)
    data = bytearray()
    try:
        async for chunk in request.stream():
            data += chunk
            if len(data) > MOST_BODY:
                raise Refused(400, "The body is too large")
    except ClientDisconnect:
        raise Refused(400, "The body did not arrive whole") from None
    try:
        body = json.loads(data)
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise Refused(400, "The body is no JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object")
    return body


async def parameters(request: Request) -> dict[str, Any]:
    """Return a request's parameters: JSON, or the fields of a form (all texts).

    Raises:
        Refused: As ``json_body``; 400 for a form that holds a file.
    """
    if not _type(request).startswith("multipart/form-data"):
        return await json_body(request)
    bounded = Request(request.scope, _bounded(request.receive))
    try:
        async with bounded.form(
            max_part_size=MOST_PART, max_files=1, max_fields=MOST_NAMES
        ) as form:
            fields = form.multi_items()
    except (HTTPException, ClientDisconnect):
        raise Refused(400, "The form is malformed or too large") from None
    return {name: _field(name, value) for name, value in fields}


def _bounded(receive: Receive) -> Receive:
    """Stop a body that is larger than a form may be."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_FORM:
            raise Refused(400, "The form is malformed or too large")
        return message

    return counted


def _field(name: str, value: str | UploadFile) -> object:
    if not isinstance(value, str):
        raise Refused(400, f"{name} is a file; upload it first")
    return value == "true" if value in {"true", "false"} else value


def _type(request: Request) -> str:
    return request.headers.get("content-type", "").lower()


def refusal(
    model: Model, body: Mapping[str, Any], options: ProtocolOptions
) -> tuple[Refused | None, dict[str, Any]]:
    """Check a request's values.

    Args:
        model: The catalogue's entry.
        body: The request as sent.
        options: What is refused here, and with which code.

    Returns:
        Why it is refused, if it is; and the values in the types the model wants.
    """
    if len(body) > MOST_NAMES:
        return Refused(400, f"More than {MOST_NAMES} parameters"), {}
    if options.unknown_parameters == "ignore":
        body = {name: body[name] for name in body if name in model.properties}
    try:
        report = model.check(body)
    except (ValueError, RecursionError):
        return Refused(400, "A value is too large or too deep"), {}
    problems = [
        problem
        for problem in report.problems
        if not (options.prompt_error == "worker" and problem.field == model.having(PROMPT))
    ]
    problems += [
        Problem(name, value, f"{name} must fit into 64 bits.")
        for name, value in report.parameters.items()
        if isinstance(value, int) and not -LARGEST <= value < LARGEST
    ]
    if not problems:
        return None, report.parameters
    only_lists = all(_unlisted(problem) for problem in problems)
    code = int(options.enum_error) if only_lists else 400
    words = " ".join(_short(problem.message) for problem in problems[:MOST_TOLD])
    return Refused(code, words), report.parameters


def _short(text: str) -> str:
    return text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS]}…"


def _unlisted(problem: Problem) -> bool:
    """Tell a value of the right type that is not in its list from other problems."""
    return any(isinstance(problem.value, type(value)) for value in problem.allowed)


def late_failure(model: Model, body: Mapping[str, Any], options: ProtocolOptions) -> str | None:
    """Return the error that the worker ends a request with, if its values are wrong."""
    name = model.having(PROMPT)
    prompt = body.get(name or "")
    if name in model.required and not (isinstance(prompt, str) and prompt.strip()):
        return NO_PROMPT
    if options.google_rules == "fail":
        warned = model.check(body).warnings
        return " ".join(w.message for w in warned) or None
    return None


def filled(model: Model, body: Mapping[str, Any], options: ProtocolOptions) -> dict[str, Any]:
    """Return a request with what the service itself would fill in."""
    samples: dict[str, Any] = {}
    if options.sample_defaults == "yes" and model.examples:
        samples = dict(model.examples[0].get("parameters", {}))
        samples.pop(model.having("seed") or "", None)
    return {**samples, **body}

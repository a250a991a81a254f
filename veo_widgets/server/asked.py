"""What a request asks a renderer for, whichever model it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.catalogue import by_role, frame_size, prompt_of
from veo_widgets.catalogue.length import seconds, shot_lengths
from veo_widgets.server import images, validation
from veo_widgets.server.engine import from_request
from veo_widgets.server.engine.spec import USUAL_S
from veo_widgets.server.images import InputError
from veo_widgets.server.inputs import given

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from veo_widgets.catalogue import Model
    from veo_widgets.server.engine import RenderSpec
    from veo_widgets.server.files import Files
    from veo_widgets.server.records import StoredRequest
    from veo_widgets.server.settings import Settings

LONGEST_S: Final = 120.0
RATES: Final = (1, 120)


async def spec_of(
    request: StoredRequest, model: Model, settings: Settings, files: Files
) -> RenderSpec:
    """Return what a request asks for; its files are fetched.

    Args:
        request: As it was accepted.
        model: Whose it is.
        settings: How the server is set up.
        files: The uploads.

    Raises:
        InputError: A file cannot be had, or a value is one that a worker refuses.
    """
    options = settings.options
    wrong = validation.late_failure(model, request.body, options)
    if wrong:
        raise InputError(wrong)
    body = validation.filled(model, model.check(request.body).parameters, options)
    full = {**model.defaults(), **body}
    named = {name: value for name, value in full.items() if name in model.properties}

    async def load(url: str) -> bytes:
        if url.startswith("data:") and options.data_uris == "refuse":
            raise InputError("images must be given as URLs")
        return await images.file(url, files, allow_private=settings.allow_private)

    there = await given(model, named, load)
    values = there.values
    seed = model.having("seed")
    if seed is not None:
        values[seed] = request.seed
    return from_request(
        model.slug,
        values,
        frame_size(values, model),
        images={"start": there.start, "last": there.last, "references": there.references},
        audible=model.having("audio") is not None,
        asked={"prompt": model.title, **_said(by_role(values, model)), "fps": rate(model, values)},
        seconds=length(model, values, there.lasts),
        draft=settings.draft,
        sound=there.sound,
        shots=shots(model, values),
    )


def _said(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return values without empty words: what says nothing is shown by the model's title."""
    return {role: value for role, value in asked.items() if value != ""}


def rate(model: Model, values: Mapping[str, Any]) -> int:
    """Return the frames a second of a request, within what a file can hold."""
    return min(max(round(model.fps(values)), RATES[0]), RATES[1])


def length(model: Model, values: Mapping[str, Any], lasts: float | None = None) -> float:
    """Return the seconds of a request, told as seconds, text, frames or shots.

    Where they are left open it is the usual length, or what of the legal ones is nearest.

    Args:
        model: Whose request it is.
        values: The request, defaults filled in.
        lasts: Seconds of a sound or a video that came along, for a model without lengths.
    """
    span = seconds(model, values)
    if span is None and lasts:
        return min(lasts, LONGEST_S)
    low, high = span or (USUAL_S, USUAL_S)
    told = min(max(USUAL_S, low), high)
    return min(told, LONGEST_S) if told > 0 else USUAL_S


def shots(model: Model, values: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """Return the prompt and the seconds of each shot that a request lists."""
    listed = shot_lengths(model, values)
    each = length(model, values) / (len(listed) or 1)
    told = [(prompt_of(shot), span[0] if span else each) for shot, span in listed]
    whole = sum(lasting for _, lasting in told)
    return tuple((words, lasting * each * len(listed) / whole) for words, lasting in told if whole)

"""What a renderer takes of the files that a request names: pictures, videos, sounds."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from veo_widgets.catalogue.media import held
from veo_widgets.server import images
from veo_widgets.server.containers import kind_of, opened
from veo_widgets.server.engine import image_name
from veo_widgets.server.images import InputError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from veo_widgets.catalogue import Model

MOST_FILES: Final = 32


class Given(NamedTuple):
    """The files of a request.

    Attributes:
        start: The picture to begin with.
        last: The picture to end on.
        references: Pictures of what is to be seen.
        sound: What is to be heard.
        values: The request, each file by its name.
        lasts: Seconds of the sound, else of the video, that came along.
    """

    start: bytes | None
    last: bytes | None
    references: tuple[bytes, ...]
    sound: bytes | None
    values: dict[str, Any]
    lasts: float | None


async def checked(data: bytes, shown: str) -> str:
    """Return the extension of a file that decodes.

    Raises:
        InputError: It does not, or is nothing that a model takes.
    """
    medium, kind = kind_of(data)
    if medium in {"", "image"}:
        await asyncio.to_thread(images.check_image, data, shown)
    elif medium == "video":
        await asyncio.to_thread(still, data, shown)
    else:
        await asyncio.to_thread(_first, data, "audio", shown)
    return kind


def still(data: bytes, shown: str) -> bytes:
    """Return the first frame of a video as a PNG.

    Raises:
        InputError: There is none.
    """
    import cv2

    if kind_of(data)[0] != "video":
        raise InputError(f"{shown} is no video")
    frame = _first(data, "video", shown)
    if frame.width * frame.height > images.MOST_PIXELS:
        raise InputError(f"{shown} has more than 50 million pixels")
    return bytes(cv2.imencode(".png", frame.to_ndarray(format="bgr24"))[1])


def _first(data: bytes, stream: str, shown: str) -> Any:  # noqa: ANN401
    """Return the first frame of a stream."""
    import av

    try:
        with opened(data) as file:
            return next(file.decode(video=0) if stream == "video" else file.decode(audio=0))
    except (av.FFmpegError, StopIteration, IndexError, ValueError):
        what = "video" if stream == "video" else "sound"
        raise InputError(f"{shown} is a broken {what}") from None


async def given(
    model: Model, values: Mapping[str, Any], load: Callable[[str], Awaitable[bytes]]
) -> Given:
    """Bring in what a request names.

    A video stands for its first frame, and a picture that is neither the first nor the
    last of the clip is one to begin with where there is no other.

    Args:
        model: Whose request it is.
        values: The request.
        load: Returns the file of an address.

    Raises:
        InputError: One cannot be had.
    """
    places = [slot for slot in held(model.properties, values) if _is_address(slot.value)]
    if len(places) > MOST_FILES:
        raise InputError(f"the request names {len(places)} files; {MOST_FILES} is the most")
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    lasting: dict[str, float | None] = {}
    roles: dict[str, list[bytes]] = {}
    for slot in places:
        if slot.value not in files:
            files[slot.value] = await load(slot.value)
            names[slot.value] = await asyncio.to_thread(image_name, files[slot.value])
        data, name = files[slot.value], slot.path
        role = model.roles[name].name if name in model.properties else "reference_images"
        if slot.medium == "sound":
            await checked(data, slot.value[:80])
            role = "sound"
            if role not in lasting:
                lasting[role] = await asyncio.to_thread(lasts, data)
        elif slot.medium == "video":
            if "video" not in lasting:
                lasting["video"] = await asyncio.to_thread(lasts, data)
            data = await asyncio.to_thread(still, data, slot.value[:80])
            role = "video" if role == "video" else "reference_images"
        else:
            await asyncio.to_thread(images.check_image, data, slot.value[:80])
            known = {"start_image", "last_frame", "reference_images"}
            role = role if role in known else "other"
        roles.setdefault(role, []).append(data)
    first = [*roles.get("start_image", ()), *roles.get("video", ()), *roles.get("other", ())]
    return Given(
        start=first[0] if first else None,
        last=next(iter(roles.get("last_frame", ())), None),
        references=tuple(roles.get("reference_images", ())),
        sound=next(iter(roles.get("sound", ())), None),
        values=model.with_media(
            values, lambda value, _: names[value] if _is_address(value) else value
        ),
        lasts=lasting.get("sound") or lasting.get("video"),
    )


def lasts(data: bytes) -> float | None:
    """Return how long a video or a sound is, in seconds; ``None`` where its head tells nothing."""
    import av

    try:
        with opened(data) as file:
            return file.duration / av.time_base if file.duration else None
    except (av.FFmpegError, ValueError):
        return None


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value != ""

"""What a parameter is for, whatever its name: told by its file, or found by rules.

The words here are data about how the vendors name things; nothing outside the
catalogue names a parameter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

PROMPT: Final = "prompt"
TEXTS_OF: Final = frozenset({PROMPT, "negative_prompt"})
MEDIA: Final[Mapping[str, str]] = {
    **dict.fromkeys(("image", "img", "picture", "photo", "pic", "frame", "face", "mask"), "image"),
    **dict.fromkeys(("png", "jpg", "jpeg", "thumbnail", "portrait", "logo"), "image"),
    **dict.fromkeys(("video", "movie", "clip", "mp4", "footage"), "video"),
    **dict.fromkeys(("audio", "sound", "voice", "music", "speech", "song", "wav", "mp3"), "sound"),
}
ADDRESS: Final = frozenset({"url", "uri", "urls", "uris", "path", "file", "files", "link", "b64"})
TEXTS: Final = frozenset({"webhook", "callback", "hook", "redirect", "proxy"})
ROLES: Final = (
    *("prompt", "negative_prompt", "start_image", "last_frame", "reference_images", "duration"),
    *("frames", "fps", "resolution", "aspect_ratio", "size", "width", "height", "audio", "seed"),
    *("video", "sound", "reference_videos", "reference_sounds", "version", "mode", "longer_side"),
)
NAMED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("prompt", "prompt_text", "text_prompt", "text", "positive_prompt"), "prompt"),
    **dict.fromkeys(("video_prompt", "caption", "input_text", "instruction"), "prompt"),
    **dict.fromkeys(("negative_prompt", "neg_prompt", "negative_text"), "negative_prompt"),
    **dict.fromkeys(("negative", "negative_prompt_text"), "negative_prompt"),
    **dict.fromkeys(("duration", "seconds", "duration_seconds", "duration_s"), "duration"),
    **dict.fromkeys(("length_seconds", "clip_length", "length_in_seconds"), "duration"),
    **dict.fromkeys(("video_duration", "duration_sec"), "duration"),
    **dict.fromkeys(("num_frames", "frames", "n_frames", "video_frames"), "frames"),
    **dict.fromkeys(("frame_count", "number_of_frames", "max_frames", "nframes"), "frames"),
    **dict.fromkeys(("fps", "frame_rate", "framerate", "frames_per_second"), "fps"),
    **dict.fromkeys(("video_fps", "output_fps"), "fps"),
    **dict.fromkeys(("width", "video_width", "image_width"), "width"),
    **dict.fromkeys(("height", "video_height", "image_height"), "height"),
    **dict.fromkeys(("seed", "random_seed", "noise_seed", "rand_seed"), "seed"),
    **dict.fromkeys(("model", "model_name", "model_version", "base_model", "model_id"), "version"),
    **{own: own for own in ("version", "mode")},
}
LENGTHS: Final = frozenset({"length", "video_length", "output_length"})
CLOCKED: Final = re.compile(
    r"^((video|clip|output|total)_)?(duration|length)_(in_)?(s|secs?|seconds|ms|msecs?|milliseconds)$"
)
SHAPES: Final = frozenset(
    {"resolution", "quality", "size", "ratio", "aspect_ratio", "video_size", "aspect", "dimensions"}
    | {"output_resolution", "video_resolution", "video_quality", "image_size", "frame_size"}
)
LONGER: Final = re.compile(r"\blong(?:er|est)\s+(?:side|edge)\b", re.IGNORECASE)
WORDED: Final = frozenset({"format", "orientation", "layout", "shape", "frame_shape"})
SWITCHES: Final = frozenset(
    {"audio", "sound", "generate", "enable", "with", "add", "has", "native"}
)
START: Final = re.compile(
    r"(start|first|init|initial|begin|opening)|^(input_|source_|prompt_|driven_)?(image|img|photo|"
    r"picture)$|^input_reference$|^(key_?frame|face_image|portrait)$"
)
LAST: Final = re.compile(r"(^|_)(last|end|tail|final|closing)(_|$)")
REFERENCE: Final = re.compile(r"(reference|subject|character|style|element|ingredient)")
PIXELS: Final = re.compile(r"^\s*(\d{2,5})\s*[x×X*:,]\s*(\d{2,5})\s*(?:px)?\s*$")
RATIO: Final = re.compile(r"^\s*(\d{1,2}(?:\.\d+)?)\s*[:/x]\s*(\d{1,2}(?:\.\d+)?)\s*$")
NAMED_SHAPES: Final = {"landscape": (16.0, 9.0), "portrait": (9.0, 16.0), "square": (1.0, 1.0)}
LINES: Final = re.compile(r"^\s*(?:\d{3,4}\s*[pPi]?|[248]\s*[kK]|hd|fhd|uhd|sd)\s*$", re.IGNORECASE)
LEAST_PIXELS: Final = 100
MOST_S: Final = 60
TOLD: Final = "the model's file says so"
WORDS: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


class Role(NamedTuple):
    """What a parameter is for.

    Attributes:
        name: The role.
        reason: Why, for people: told by the file, or the rule that found it.
    """

    name: str
    reason: str


USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "audio": ("generate_audio", "audio"),
    "resolution": ("resolution", "quality"),
    "size": ("size", "ratio"),
    "aspect_ratio": ("aspect_ratio", "ratio"),
    "start_image": ("image", "image_url", "start_image"),
}


def names_of(role: str) -> tuple[str, ...]:
    """Return the usual names for what plays a role, the commonest first."""
    told = [name for name, other in NAMED.items() if other == role]
    names = [role, *told] if role in NAMED else [*USUAL.get(role, ()), role]
    camel = [re.sub(r"_([a-z])", lambda match: match[1].upper(), name) for name in names]
    return tuple(dict.fromkeys([*names, *camel]))


def is_prompt(name: str) -> bool:
    """Tell whether a name is a usual one for words that say what to show, or what not to."""
    return role_of(name, {}).name in TEXTS_OF


@lru_cache(4096)
def snake(name: str) -> str:
    """Return a name as ``snake_case``, whichever way its vendor writes names."""
    return "_".join(WORDS.findall(name)).lower()


def bare(name: str) -> str:
    """Return a name without what only says that it holds an address."""
    parts = snake(name).split("_")
    while len(parts) > 1 and parts[-1] in ADDRESS:
        parts.pop()
    return "_".join(parts)


def medium_of(name: str, row: Mapping[str, Any]) -> tuple[str, str]:
    """Return ``image``, ``video``, ``sound`` or nothing, and why.

    A format tells that a text is an address, not what lies there: its name says that,
    then its title and its description.

    Args:
        name: The parameter, or the last name of a path.
        row: Its description in the normal form.
    """
    kind = str(row.get("contentMediaType") or "").partition("/")[0]
    if kind in {"image", "video", "audio"}:
        return ("sound" if kind == "audio" else kind), f"its media type is {kind}"
    if row.get("enum") or row.get("type") not in {"string", None}:
        return "", ""
    parts = bare(name).split("_")
    address = row.get("format") == "uri"
    if TEXTS & set(parts):
        return "", ""
    named = next((m for part in reversed(parts) if (m := _medium(part))), "")
    ends = _medium(parts[-1])
    if named and (address or ends):
        return named, f"its name says {named}"
    if not address:
        told = str(row.get("x-medium") or "")
        return (told, "the file says so") if told else ("", "")
    for place in ("title", "description"):
        words = re.findall(r"[a-z]+", str(row.get(place) or "").lower())
        told = next((m for word in words if (m := _medium(word))), "")
        if told:
            return told, f"its {place} says {told}"
    return str(row.get("x-medium") or "image"), "it is an address"


def _medium(word: str) -> str:
    return MEDIA.get(word) or MEDIA.get(word.removesuffix("s")) or ""


def role_of(name: str, row: Mapping[str, Any]) -> Role:
    """Return the role of one parameter.

    Args:
        name: The parameter.
        row: Its description in the normal form; an empty one where only the name is known.
    """
    told = row.get("x-role")
    if isinstance(told, str) and told:
        return Role(told, TOLD)
    plain = bare(name)
    many = row.get("type") == "array"
    inner = row.get("items", {}) if many else row
    medium, why = medium_of(name, inner)
    if medium:
        single = plain.removesuffix("s") if many and row.get("maxItems") == 1 else ""
        return Role(_of_media(single or plain, medium, many=many and not single), why)
    if many and _are_shots(inner):
        return Role("shots", "each of the list has words and a length")
    if plain in LENGTHS or CLOCKED.match(plain):
        return _length(plain, row)
    if plain in SHAPES | WORDED:
        return _shape(plain, row)
    words = f"{plain.replace('_', ' ')}, {row.get('title')}, {row.get('description')}"
    if row.get("type") in {"integer", "number"} and LONGER.search(words):
        return Role("longer_side", "the pixels of the longer side, as its text says")
    return _switched(plain, row) or _called(name, plain, row)


def _switched(plain: str, row: Mapping[str, Any]) -> Role | None:
    kind = row.get("type")
    if kind != "boolean" and not (kind is None and plain == "generate_audio"):
        return None
    parts = set(plain.split("_"))
    if parts & {"audio", "sound"} and parts <= {*SWITCHES, "effects", "track"}:
        return Role("audio", "a switch that its name calls sound")
    return _own(plain, row)


def _called(name: str, plain: str, row: Mapping[str, Any]) -> Role:
    role = NAMED.get(plain)
    if role is None or not _fits(role, row.get("type")):
        return _own(plain, row)
    return Role(role, "its name is the role" if plain == role else f"{name} is a usual name for it")


def _own(plain: str, row: Mapping[str, Any]) -> Role:
    """Return a role of its own: a name that is one, of what cannot play it, is set apart."""
    if plain in ROLES and row.get("type") is not None:
        return Role(f"other_{plain}", f"its values are no {plain.replace('_', ' ')}")
    return Role(plain, "its own name")


def _are_shots(items: Mapping[str, Any]) -> bool:
    inside = items.get("properties")
    if not isinstance(inside, dict):
        return False
    return {PROMPT, "duration"} <= {role_of(name, row).name for name, row in inside.items()}


def _fits(role: str, kind: object) -> bool:
    if kind in {"object", "array"}:
        return False
    return kind is None or role not in {"frames", "fps", "width", "height"} or kind != "string"


def _of_media(plain: str, medium: str, *, many: bool) -> str:
    if medium == "video":
        return "reference_videos" if many else "video"
    if medium == "sound":
        return "reference_sounds" if many else "sound"
    if not many and LAST.search(plain):
        return "last_frame"
    if many or (REFERENCE.search(plain) and plain != "input_reference"):
        return "reference_images"
    return "start_image" if START.search(plain) else plain


def _length(plain: str, row: Mapping[str, Any]) -> Role:
    """Tell a length in seconds from one in frames; the same names are used for both."""
    if CLOCKED.match(plain):
        return Role("duration", f"{plain} says a length and its unit")
    words = f"{row.get('title', '')} {row.get('description', '')} {row.get('x-unit', '')}".lower()
    if row.get("x-unit") == "s" or re.search(r"\bseconds?\b", words):
        return Role("duration", f"{plain} in seconds, as its text says")
    if re.search(r"\bframes?\b", words):
        return Role("frames", f"{plain} in frames, as its text says")
    values = [*row.get("enum", ()), row.get("maximum"), row.get("default")]
    numbers = [float(str(v).rstrip("s")) for v in values if re.fullmatch(r"[\d.]+s?", str(v))]
    if numbers and max(numbers) > MOST_S:
        return Role("frames", f"{plain} up to {max(numbers):g} can only be frames")
    return Role("duration", f"{plain} of few is taken for seconds")


def _shape(plain: str, row: Mapping[str, Any]) -> Role:
    """Tell pixels, shapes and lines apart by the values; the names are used for all three."""
    values = [*row.get("enum", ()), row.get("default"), *row.get("examples", ())]
    texts = [str(value) for value in values if value is not None]
    text = next((t for t in texts if PIXELS.match(t) or RATIO.match(t) or LINES.match(t)), "")
    pixels = PIXELS.match(text)
    if pixels and min(int(pixels[1]), int(pixels[2])) >= LEAST_PIXELS:
        return Role("size", f"its values are pixels, such as {text}")
    if RATIO.match(text) or (texts and all(t.strip().lower() in NAMED_SHAPES for t in texts)):
        text = text or texts[0]
        return Role("aspect_ratio", f"its values are shapes, such as {text}")
    if LINES.match(text):
        return Role("resolution", f"its values are lines, such as {text}")
    usual = {
        **dict.fromkeys(("ratio", "aspect", "aspect_ratio"), "aspect_ratio"),
        **dict.fromkeys(("resolution", "output_resolution", "video_resolution"), "resolution"),
        **dict.fromkeys(("size", "video_size", "dimensions", "frame_size"), "size"),
    }
    if texts or row.get("type") not in {"string", None} or plain not in usual:
        return _own(plain, row)
    return Role(usual[plain], f"{plain} is a usual name for it")


def assigned(properties: Mapping[str, Any], required: tuple[str, ...] = ()) -> dict[str, Role]:
    """Return the role of each parameter of a model; no two have the same one.

    Told roles go first, then required parameters, then the page's order. Who comes too
    late keeps its own name.

    Args:
        properties: Descriptions in the normal form, by name.
        required: The names that a request must have.
    """
    found = {name: role_of(name, row) for name, row in properties.items()}
    order = sorted(found, key=lambda name: ("x-role" not in properties[name], name not in required))
    taken: dict[str, str] = {}
    for name in order:
        role = found[name].name
        if role in taken:
            own = bare(name) if bare(name) not in {*taken, *ROLES} else f"other_{snake(name)}"
            found[name] = Role(own, f"{taken[role]} is the {role.replace('_', ' ')} already")
        taken.setdefault(found[name].name, name)
    return found

"""What shall go wrong, as rules; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal[
    "400",
    "401",
    "403",
    "404",
    "406",
    "410",
    "429",
    "500",
    "502",
    "503",
    "504",
    "html",
    "slow",
    "reset before",
    "reset after",
    "truncate",
    "block",
    "fail",
    "stuck",
]
Where = Literal["submit", "status", "result", "clip", "upload", "any"]
About = Literal["video", "prompt", "audio", "image"]
BLOCKS: Final[dict[str, str]] = {
    "video": "Veo could not generate 1 videos based on the prompt provided. You will not "
    "be charged for this request. Try rephrasing the prompt. Support codes: 42237218",
    "prompt": "The prompt could not be submitted. This prompt contains sensitive words "
    "that violate Google's Responsible AI practices. Try rephrasing the prompt. "
    "Support codes: 58061214",
    "audio": "We encountered an issue with the audio for your prompt, which means we "
    "could not create your video. You will not be charged for this request.",
    "image": "Veo could not generate videos because the input image violates Vertex "
    "AI's usage guidelines. Support codes: 15236754",
}
NUMBER: Final = (int, float)
FIELDS: Final[dict[str, type | tuple[type, ...]]] = {
    "rate": NUMBER,
    "seconds": NUMBER,
    "first": int,
    "nth": int,
    "model": str,
    "prompt": str,
    "text": str,
}
OF_RENDERS: Final = frozenset({"block", "fail", "stuck"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule.

    Attributes:
        kind: What happens. ``block`` and ``fail`` end the render as FAILED and
            ``stuck`` leaves it in PROCESSING; the others meet a request for
            ``where``.
        where: Which requests.
        rate: Chance for each request, 0 to 1.
        model: Only this model's submits and renders.
        prompt: Only submits and renders of prompts that contain this text.
        first: Only the first so many requests that fit; 0 for all.
        nth: Only the n-th request that fits, counted from 1; 0 for all.
        seconds: How long ``slow`` takes, or until a 429's limit ends.
        about: Which of Google's texts ``block`` tells.
        text: The error's text, instead of the usual one.
    """

    kind: Kind
    where: Where = "any"
    rate: float = 1.0
    model: str = ""
    prompt: str = ""
    first: int = 0
    nth: int = 0
    seconds: float = 1.0
    about: About = "video"
    text: str = ""


def read_faults(rows: Iterable[Mapping[str, Any]]) -> tuple[Fault, ...]:
    """Build rules from JSON.

    Raises:
        ValueError: A rule has an unknown name or kind.
    """
    faults = []
    if not isinstance(rows, (list, tuple)):
        raise ValueError(f"faults are a list of objects, not {rows!r}")
    for row in rows:
        if not isinstance(row, Mapping):
            raise ValueError(f"a fault is an object, not {row!r}")
        try:
            fault = Fault(**row)
        except TypeError as error:
            raise ValueError(f"a fault cannot be {dict(row)}: {error}") from None
        for name, kinds in FIELDS.items():
            value = getattr(fault, name)
            if not isinstance(value, kinds) or isinstance(value, bool):
                raise ValueError(f"a fault's {name} cannot be {value!r}; got {dict(row)}")
        for name, known in (("kind", Kind), ("where", Where), ("about", About)):
            if getattr(fault, name) not in get_args(known):
                raise ValueError(
                    f"a fault's {name} is one of {', '.join(get_args(known))}; got {dict(row)}"
                )
        if not 0 <= fault.rate <= 1:
            raise ValueError(f"a fault's rate is from 0 to 1; got {dict(row)}")
        _narrowed(fault)
        faults.append(fault)
    return tuple(faults)


def _narrowed(fault: Fault) -> None:
    """Refuse a prompt or a model where requests have none."""
    of_submits = fault.kind in OF_RENDERS or fault.where in {"any", "submit"}
    if not of_submits and (fault.prompt or fault.model):
        raise ValueError(
            f"a fault's prompt and model narrow submits and renders only, not {fault.where!r}"
        )


def error_text(fault: Fault) -> str:
    """Return the error that a fault of a render tells."""
    usual = BLOCKS[fault.about] if fault.kind == "block" else "Inference failed"
    return fault.text or usual

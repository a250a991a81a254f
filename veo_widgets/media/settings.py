"""How a clip was made: what it carries, whoever wrote it there."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.files import sha256_of
from veo_widgets.media.boxes import xmp_of
from veo_widgets.media.reading import opened
from veo_widgets.media.xmp import SETTINGS, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    from veo_widgets.core.record import JobRecord

FORMAT: Final = "veo-widgets clip"
VERSION: Final = 1
MOST_BYTES: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Which job a clip is of, and when it was made.

    Attributes:
        job: The job's id; empty where it is not known.
        request_id: The service's name for the request; empty likewise.
        submitted: When it was sent, in seconds since the epoch.
        completed: When it was done, in seconds since the epoch.
    """

    job: str = ""
    request_id: str = ""
    submitted: float | None = None
    completed: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How a clip was made.

    Attributes:
        model: The model's slug; empty where it is not known.
        parameters: What was asked.
        endpoint: ``segmind`` or ``local``; empty for any other, whose address is nobody's business.
        cost: US dollars, where known and told.
        origin: Which job.
    """

    model: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    endpoint: str = ""
    cost: float | None = None
    origin: Origin = field(default_factory=Origin)


def origin_of(record: JobRecord) -> Origin:
    """Return which job a clip is of."""
    return Origin(record.id, record.request_id or "", record.submitted, record.completed)


def as_dict(settings: Settings) -> dict[str, Any]:
    """Return settings as JSON can hold them; what is not known is left out."""
    values = asdict(settings)
    origin = values.pop("origin")
    return {name: value for name, value in {**values, **origin}.items() if value not in (None, "")}


def from_dict(told: Mapping[str, Any]) -> Settings:
    """Return what ``as_dict`` wrote down; what is odd in it is left out."""
    asked = told.get("parameters")
    texts = {name: str(told.get(name) or "") for name in ("model", "endpoint", "job", "request_id")}
    origin = Origin(
        texts["job"],
        texts["request_id"],
        _number(told.get("submitted")),
        _number(told.get("completed")),
    )
    parameters = asked if isinstance(asked, dict) else {}
    return Settings(
        texts["model"], parameters, texts["endpoint"], _number(told.get("cost")), origin
    )


def written(settings: Settings) -> str:
    """Return settings as one line of plain ASCII; JSON."""
    return json.dumps({"format": FORMAT, "version": VERSION, **as_dict(settings)}, default=str)


def read(text: str) -> Settings | None:
    """Return the settings that a text says; ``None`` where it says none.

    Both this kit's own and the request of a preview are known.
    """
    try:
        told = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    settings = from_dict(told) if isinstance(told, dict) else None
    return settings if settings is not None and settings.parameters else None


def _number(value: object) -> float | None:
    fit = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if fit and math.isfinite(value) else None  # type: ignore[arg-type]


def carried(path: str | PathLike[str]) -> Settings:
    """Return what a clip says of how it was made.

    An exported clip says it as XMP, a preview in its description, and one that no
    byte may be added to in the JSON file beside it. Any other says nothing.

    Args:
        path: A file that decodes.
    """
    with opened(path) as container:
        description = container.metadata.get("description", "")
    file = Path(path)
    return (
        read(said(xmp_of(file), SETTINGS)) or read(description) or read(_beside(file)) or Settings()
    )


def sidecar_of(path: Path) -> Path:
    """Return where the settings of a clip lie beside it."""
    return path.with_name(f"{path.name}.json")


def _beside(path: Path) -> str:
    """Return the file beside a clip, where it is about these very bytes."""
    file = sidecar_of(path)
    try:
        if not file.is_file() or file.stat().st_size > MOST_BYTES:
            return ""
        text = file.read_text("utf-8")
        return text if f'"{sha256_of(path)}"' in text else ""
    except (OSError, ValueError):
        return ""

"""Records and clips as the browser draws them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from veo_widgets import errors
from veo_widgets.catalogue import frame_size
from veo_widgets.core.record import LIVE, RETENTION_S, UNSENT, flags
from veo_widgets.home.media_registry import media_path
from veo_widgets.media import poster

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.client import Job
    from veo_widgets.core.record import JobRecord
    from veo_widgets.media import Clip
    from veo_widgets.view.wire import ClipView, ErrorView, FactView, JobAction, JobView

LABEL_LENGTH: Final = 60
THUMB_WIDTH: Final = 192


def job_view(job: Job, record: JobRecord) -> JobView:
    """Return what a badge draws of a job."""
    session = job.session
    now = session.clock()
    latency = session.latency(record.endpoint, record.model)
    low, high = latency.usual()
    known = session.catalogue.get(record.model, None)
    at_provider = record.submitted is not None and record.state in LIVE
    return {
        "id": record.id,
        "title": f"{known.title if known else record.model} · seed {_seed(record)}",
        "endpoint": record.endpoint,
        "play_money": record.endpoint == "local",
        "state": record.state,
        "flags": list(flags(record, now, latency.median, reused=job.reused)),
        "actions": actions(record),
        "now": now,
        "created": record.created,
        "submitted": record.submitted,
        "ended": record.ended,
        "usual_low": round(low, 1),
        "usual_high": round(high, 1),
        "price_known": bool(record.high),
        "price_low": record.low or 0.0,
        "price_high": record.high or 0.0,
        "cost": record.cost,
        "reused_at": (record.ended or record.created) if job.reused else None,
        "expires_at": (record.submitted or 0) + RETENTION_S if at_provider else None,
        "reason": record.note,
        "request_id": record.request_id,
        "error": error_view(record),
    }


def actions(record: JobRecord) -> list[JobAction]:
    """List what a person may do with a job now."""
    if record.state in UNSENT:
        return ["cancel"]
    if record.state == "unknown":
        return ["resubmit"] if record.hold is None else []
    if record.state in {"failed", "blocked", "expired", "cancelled"} or not record.watched:
        return ["retry"]
    return ["unwatch"] if record.state in {"queued", "processing"} else []


def error_view(record: JobRecord) -> ErrorView | None:
    """Return why a job ended badly, in words for people."""
    if not record.error:
        return None
    kind = str(record.error.get("kind") or "VeoError")
    found = getattr(errors, kind, errors.VeoError)
    return {
        "kind": kind,
        "message": str(record.error.get("message") or "").splitlines()[0],
        "detail": record.error.get("detail"),
        "next_step": getattr(found, "next_step", errors.VeoError.next_step),
        "charged": record.cost is not None,
    }


def _seed(record: JobRecord) -> object:
    return record.parameters.get("seed", "–")


def clip_view(clip: Clip, home_id: str) -> ClipView:
    """Return what a player needs to know of a clip."""
    facts = clip.facts
    return {
        "sha256": clip.sha256,
        "title": label(clip),
        "path": media_path(home_id, clip.sha256),
        "poster": poster_uri(clip.path),
        "size": facts.size,
        "width": facts.width,
        "height": facts.height,
        "fps": facts.fps,
        "frames": facts.frames,
        "duration": facts.duration,
        "has_audio": facts.has_audio,
        "facts": fact_views(clip),
    }


def label(clip: Clip) -> str:
    """Name a clip in a few words."""
    prompt = str(clip.parameters.get("prompt") or clip.path.name).strip()
    short = prompt if len(prompt) <= LABEL_LENGTH else prompt[: LABEL_LENGTH - 1] + "…"
    return f"{clip.model}: {short}" if clip.model else short


def fact_views(clip: Clip) -> list[FactView]:
    """Set what was asked beside what came."""
    asked, facts = clip.parameters, clip.facts
    size = "×".join(map(str, frame_size(asked))) if clip.model else None
    sound = asked.get("generate_audio")
    silent = clip.model == "veo-2"
    wants = {True: "yes", False: "no", None: "no" if silent else None}[sound]
    return [
        _fact("size", size, f"{facts.width}×{facts.height}"),
        _fact("seconds", _text(asked.get("duration")), f"{facts.duration:g}"),
        _fact("frames a second", _text(asked.get("fps")), f"{facts.fps:g}"),
        _fact("sound", wants, "yes" if facts.has_audio else "no"),
        _fact("codecs", None, " + ".join(filter(None, (facts.video_codec, facts.audio_codec)))),
        _fact("seed", None, _text(asked.get("seed")) or "not known"),
        _fact("cost", None, "not known" if clip.cost is None else f"${clip.cost:.2f}"),
    ]


def _text(value: Any) -> str | None:  # noqa: ANN401
    return None if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _fact(name: str, asked: str | None, got: str) -> FactView:
    return {"name": name, "asked": asked, "got": got, "differs": asked not in {None, got}}


def poster_uri(path: Path) -> str:
    """Return a clip's first frame as a data URI of a small JPEG; empty without one."""
    beside = path.with_suffix(".jpg")
    try:
        data = beside.read_bytes() if beside.exists() else poster(path)
    except (errors.MediaError, OSError):
        return ""
    return _jpeg_uri(data)


def thumb_uri(path: Path, thumb: Path) -> str:
    """Return a clip's first frame, 192 pixels wide, as a data URI; empty without one.

    Args:
        path: The clip.
        thumb: Where the small picture lies, if it was made.
    """
    try:
        data = thumb.read_bytes() if thumb.exists() else poster(path, width=THUMB_WIDTH)
    except (errors.MediaError, OSError):
        return ""
    return _jpeg_uri(data)


def _jpeg_uri(data: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"

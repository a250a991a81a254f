"""A copy of a clip that says how it was made, and what made it."""

from __future__ import annotations

import json
import secrets
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from veo_widgets._lib.files import sha256_of
from veo_widgets._lib.values import file_path, short, switches
from veo_widgets.catalogue import prompt_of
from veo_widgets.errors import InvalidRequest, MediaError
from veo_widgets.media.blind import is_preview
from veo_widgets.media.boxes import appendable, box_of, has_credentials, put_xmp
from veo_widgets.media.credentials import sign as sign_copy
from veo_widgets.media.credentials import signer_of
from veo_widgets.media.settings import Settings, sidecar_of, written
from veo_widgets.media.xmp import SETTINGS, SOURCE_TYPES, with_said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from pathlib import Path

    from veo_widgets.media.credentials import Signer
    from veo_widgets.media.facts import VideoInfo
    from veo_widgets.media.settings import Origin

TRAINED: Final = "trainedAlgorithmicMedia"
PROCEDURAL: Final = "algorithmicMedia"
COMPOSITE: Final = "compositeWithTrainedAlgorithmicMedia"
TOLD_ENDPOINTS: Final = frozenset({"segmind", "local"})
TOOL: Final = "veo_widgets"


class Exported(Protocol):
    """What is exported: a ``Clip``."""

    @property
    def path(self) -> Path: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def facts(self) -> VideoInfo: ...  # noqa: D102
    @property
    def parameters(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def model(self) -> str: ...  # noqa: D102
    @property
    def cost(self) -> float | None: ...  # noqa: D102
    @property
    def endpoint(self) -> str: ...  # noqa: D102
    @property
    def origin(self) -> Origin: ...  # noqa: D102

    def check(self) -> None:
        """Make sure that the file is still the clip's."""


def settings_of(clip: Exported, *, cost: bool) -> Settings:
    """Return what a copy of a clip may tell: no address, and the cost only if wanted."""
    endpoint = clip.endpoint if clip.endpoint in TOLD_ENDPOINTS else ""
    return Settings(clip.model, clip.parameters, endpoint, clip.cost if cost else None, clip.origin)


def source_type(clip: Exported) -> str:
    """Return what kind of picture a clip is, in IPTC's words; empty where nobody knows.

    A preview is drawn by a procedure: it must not claim that a trained model made it.
    """
    if clip.endpoint == "local" or is_preview(clip.path):
        return PROCEDURAL
    return TRAINED if clip.model else ""


def properties(clip: Exported, *, cost: bool) -> dict[str, str]:
    """Return what a clip's XMP says."""
    told = {SETTINGS: written(settings_of(clip, cost=cost)), "xmp:CreatorTool": TOOL}
    made = clip.origin.completed
    if made is not None:
        told["xmp:CreateDate"] = datetime.fromtimestamp(made, UTC).isoformat(timespec="seconds")
    told["Iptc4xmpExt:AISystemUsed"] = clip.model
    told["Iptc4xmpExt:AIPromptInformation"] = prompt_of(clip.parameters)
    kind = source_type(clip)
    told["Iptc4xmpExt:DigitalSourceType"] = f"{SOURCE_TYPES}{kind}" if kind else ""
    return {name: value for name, value in told.items() if value}


def export(
    clip: Exported,
    path: str | PathLike[str],
    *,
    cost: bool = False,
    sidecar: bool = False,
    sign: object = None,
) -> Path:
    """Write a copy of a clip that says how it was made; see ``Clip.export``."""
    switches(cost=cost, sidecar=sidecar)
    signer = None if sign is None else signer_of(sign)
    target = file_path(path)
    if target is None:
        raise InvalidRequest(f"a copy needs a file's path, not {short(path)}")
    clip.check()
    if target.exists() and (target.is_dir() or target.samefile(clip.path)):
        what = "a folder" if target.is_dir() else "the clip itself"
        raise InvalidRequest(f"{target} is {what}: name another file for the copy")
    fresh = target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(clip.path, fresh)
        known = bool(clip.model or source_type(clip))
        carries = known and _mark(clip, fresh, cost=cost)
        if signer is not None:
            _sign(clip, fresh, target.name, signer)
        if sidecar or (known and not carries):
            _write_beside(clip, fresh, target, cost=cost)
        fresh.replace(target)
    except OSError as error:
        raise MediaError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        fresh.unlink(missing_ok=True)
    return target


def marks(clip: Exported) -> bytes:
    """Return what is put behind a clip's bytes in a copy of it; nothing where that cannot be.

    Raises:
        MediaError: The clip is gone.
    """
    clip.check()
    try:
        if not appendable(clip.path) or not (clip.model or source_type(clip)):
            return b""
    except OSError as error:
        raise MediaError(f"{clip.path} cannot be read: {error.strerror}") from error
    return box_of(with_said(b"", properties(clip, cost=False)))


def _mark(clip: Exported, copy: Path, *, cost: bool) -> bool:
    """Put the marks into a copy, if no signature would break by it."""
    if has_credentials(copy):
        return False
    told = properties(clip, cost=cost)
    return put_xmp(copy, lambda packet: with_said(packet, told))


def _sign(clip: Exported, copy: Path, name: str, signer: Signer) -> None:
    """Sign a copy in its place."""
    if has_credentials(copy):
        raise InvalidRequest(f"{name} would carry two Content Credentials: it is signed already")
    made: dict[str, Any] = {"action": "c2pa.created", "softwareAgent": {"name": clip.model or TOOL}}
    if kind := source_type(clip):
        made["digitalSourceType"] = f"{SOURCE_TYPES}{kind}"
    claims = {
        "claim_generator_info": [{"name": TOOL}],
        "title": name,
        "format": "video/mp4",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [made]}}],
    }
    signed = copy.with_suffix(".signed")
    try:
        sign_copy(copy, signed, signer, claims)
        signed.replace(copy)
    finally:
        signed.unlink(missing_ok=True)


def _write_beside(clip: Exported, copy: Path, target: Path, *, cost: bool) -> None:
    body = json.loads(written(settings_of(clip, cost=cost))) | {
        "file": target.name,
        "sha256": sha256_of(copy),
        "original": clip.sha256,
        "facts": clip.facts.as_dict(),
        "digital_source_type": source_type(clip),
    }
    text = json.dumps(body, ensure_ascii=False, indent=1)
    sidecar_of(target).write_bytes(text.encode("utf-8", "backslashreplace"))


def mark_composite(path: Path, *, trained: bool) -> None:
    """Mark a video that was put together from clips.

    Args:
        path: The MP4, which is changed.
        trained: Whether a trained model made any of them.
    """
    kind = COMPOSITE if trained else PROCEDURAL
    told = {
        "xmp:CreatorTool": TOOL,
        "Iptc4xmpExt:DigitalSourceType": f"{SOURCE_TYPES}{kind}",
    }
    put_xmp(path, lambda packet: with_said(packet, told))

"""An endpoint's public list as a home keeps it: what was taken of it, and when."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.files import write_private
from veo_widgets._lib.terminal import plain
from veo_widgets.catalogue.foreign import Drift, drift, from_row, is_retired
from veo_widgets.catalogue.video import video_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from veo_widgets.catalogue.model import Model

MOST_BYTES: Final = 20_000_000


@dataclass
class Published:
    """What one reading of a public list came to.

    Attributes:
        date: Its day, as YYYY-MM-DD; empty when none was read.
        rows: The rows of video models that no file of ours describes, by slug.
        confirmed: The slugs of ours that it lists.
        retired: The slugs that it marks as no longer served.
        reasons: Why each taken row is a video model, by slug.
        set_aside: Why each other row was not taken, by slug.
        drift: How ours differ from what it says.
    """

    date: str = ""
    rows: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    confirmed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    set_aside: dict[str, str] = field(default_factory=dict)
    drift: list[Drift] = field(default_factory=list)

    @property
    def models(self) -> frozenset[str]:
        """The slugs of all models that it names and that are of use, or were."""
        return frozenset((*self.rows, *self.confirmed, *self.retired))


def sorted_out(
    rows: Iterable[Mapping[str, Any]], ours: Mapping[str, Model], date: str
) -> Published:
    """Read a public list.

    Args:
        rows: As published, of models of all kinds.
        ours: The models that files describe, by slug, whether they are on or not.
        date: Today, as YYYY-MM-DD.
    """
    out = Published(date)
    for row in rows:
        slug = row.get("slug")
        name = plain(slug)
        if not isinstance(slug, str):
            out.set_aside[name] = "it has no slug"
        elif is_retired(row):
            out.retired.append(name)
            if slug not in ours:
                out.set_aside[name] = "the endpoint marks it as retired"
        else:
            _take(out, slug, row, ours.get(slug))
    return out


def _take(out: Published, slug: str, row: Mapping[str, Any], own: Model | None) -> None:
    name = plain(slug)
    try:
        model = from_row(row, f"as the endpoint's list says, {out.date}")
    except ValueError as error:
        model = None
        out.set_aside[name] = plain(error)
        if own is None:
            return
    if own is not None:
        out.confirmed.append(slug)
        out.reasons[slug] = "a file of ours describes it"
        if model is not None and model.properties:
            out.drift += drift(own, model)
        return
    taken, reason = video_reason(slug, row, model)
    if model is None or not model.properties:
        out.set_aside[name] = "it tells no parameters"
    elif not taken:
        out.set_aside[name] = reason
    else:
        out.rows[slug], out.reasons[slug] = dict(row), reason


def keep(path: Path, published: Published) -> None:
    """Write what was read, whole or not at all.

    Raises:
        OSError: It cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, json.dumps(vars(published), ensure_ascii=False, default=str))


def stamp(path: Path | None) -> tuple[int, int] | None:
    """Return what changes whenever a file is written anew; ``None`` where there is none."""
    try:
        facts = None if path is None else path.stat()
    except OSError:
        return None
    return None if facts is None else (facts.st_mtime_ns, facts.st_size)


def kept(path: Path) -> Published:
    """Return the last good reading; an empty one where there is none, or it is damaged."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return Published()
        told = json.loads(path.read_text("utf-8"))
        return Published(
            str(told["date"]),
            dict(told["rows"]),
            list(told["confirmed"]),
            list(told["retired"]),
            dict(told["reasons"]),
            dict(told["set_aside"]),
            [Drift(*row) for row in told["drift"]],
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return Published()

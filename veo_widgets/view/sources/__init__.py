"""Where a grid's cells come from: a sweep, or any clips."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.values import short
from veo_widgets.client.functions import client as default_client
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment import Plan, Sweep, SweepPlan
from veo_widgets.home.paths import open_home
from veo_widgets.media import Derived
from veo_widgets.view.files import open_or_say
from veo_widgets.view.sources.base import Source
from veo_widgets.view.sources.clips import ClipsSource
from veo_widgets.view.sources.sweep import SweepSource

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from veo_widgets.client import Job
    from veo_widgets.media import Clip

    Shown = Sweep | Plan | Sequence[Clip | Job | str | os.PathLike[str]]

__all__ = ["ClipsSource", "Source", "SweepSource", "source_for", "source_of"]
OPENED_AT_ONCE: Final = 4
MOST_CLIPS: Final = 2000


def source_of(shown: Shown, labels: Sequence[str] | None = None) -> Source:
    """Return the source of what a person wants to see.

    Args:
        shown: A sweep, its plan, or clips, jobs and paths of MP4 files.
        labels: What to call clips.

    Raises:
        MediaError: No file of them is a clip, or a job has none yet.
        InvalidRequest: There is nothing to compare, or not one label for each clip.
    """
    if isinstance(shown, Sweep):
        return SweepSource(shown)
    if isinstance(shown, Plan):
        sweep = shown.sweep if isinstance(shown, SweepPlan) else Sweep(default_client(), shown.spec)
        return SweepSource(sweep, shown)
    try:
        listed = list(islice(iter(shown), MOST_CLIPS + 1))
    except TypeError:
        listed = None
    if listed is None or isinstance(shown, (str, bytes, Mapping)):
        raise InvalidRequest(f"what is compared is a list of clips, not {short(shown)}")
    if len(listed) > MOST_CLIPS:
        raise InvalidRequest(f"{MOST_CLIPS} clips at most can be compared")
    derived = Derived(open_home().derived)
    with ThreadPoolExecutor(OPENED_AT_ONCE) as pool:
        clips = list(pool.map(lambda source: open_or_say(source, derived), listed))
    return ClipsSource(clips, labels)


def source_for(thing: Any) -> Source:  # noqa: ANN401
    """Return where the cells of what people hold come from."""
    if isinstance(thing, (Sweep, Plan)):
        return source_of(thing)
    inner = getattr(thing, "source", None)
    if isinstance(inner, Source):
        return inner
    judged = getattr(thing, "judged", None)
    return source_of(thing) if judged is None else source_for(judged)

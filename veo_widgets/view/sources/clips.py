"""Any finished clips, which stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets import errors
from veo_widgets.client.functions import client as default_client
from veo_widgets.client.functions import known_models
from veo_widgets.home.media_registry import register_file
from veo_widgets.view.clip import Unopened, labels_of
from veo_widgets.view.files import home_of_all
from veo_widgets.view.labels import named, text
from veo_widgets.view.sheet import Sheet, described, sheet_of_clips
from veo_widgets.view.sources.base import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.client import Session
    from veo_widgets.media import Clip
    from veo_widgets.view.wire.grid import GridClip


class ClipsSource(Source):
    """Finished clips, side by side; a file that is none is marked with the reason.

    Args:
        clips: The clips, and the files that are none.
        labels: What to call them.

    Raises:
        InvalidRequest: There is nothing to compare, or not one label for each clip.
        MediaError: No file of them is a clip.
    """

    def __init__(
        self, clips: Sequence[Clip | Unopened], labels: Sequence[str] | None = None
    ) -> None:
        if not clips:
            raise errors.InvalidRequest("there is nothing to compare")
        if labels is not None and len(labels) != len(clips):
            raise errors.InvalidRequest(f"{len(clips)} clips and {len(labels)} labels")
        able = [clip for clip in clips if not isinstance(clip, Unopened)]
        if not able:
            reasons = [clip.reason for clip in clips if isinstance(clip, Unopened)]
            raise errors.MediaError("; ".join(reasons))
        super().__init__(home_of_all(able))
        self.clips, self._all = able, clips
        self._catalogue = known_models(self.home)
        names, self._same = self._named(able)
        self.labels = labels_of(clips, labels or (names if len(able) == len(clips) else None))
        self._served = {
            clip.sha256
            for clip in able
            if clip.path.parent == self.home.clips
            or register_file(self.home.id, clip.sha256, clip.path)
        }

    @property
    def session(self) -> Session:
        """The package's own, opened when it is first asked for."""
        return default_client().session

    @property
    def catalogue(self) -> Catalogue:
        """The models of the home, and those that the package's client was told of."""
        return self._catalogue

    @property
    def judged(self) -> list[Clip]:
        """The clips."""
        return self.clips

    def _named(self, clips: Sequence[Clip]) -> tuple[list[str] | None, list[tuple[str, str]]]:
        """Name clips by what differs, if that tells them apart; say what is the same."""
        rows = [described(clip, self.catalogue.get(clip.model)) for clip in clips]
        names, same = named(rows)
        apart = all(clip.model for clip in clips) and len(set(names)) == len(names) > 1
        return (names if apart else None), same if len(clips) > 1 else []

    def sheet(self) -> Sheet:
        """Draw every clip."""
        sheet = sheet_of_clips(self._all, self.labels, self.view)
        sheet.shared = [{"name": name, "text": text(value, 400)} for name, value in self._same]
        subjects = ("model", "prompt", "seed")
        same = {name for name, _ in self._same}
        called = {name for clip in self.clips for name in clip.parameters} | {"model"}
        varying = [name for name in subjects if name in called and name not in same]
        sheet.compared = frozenset(varying[:1])
        return sheet

    def view(self, clip: Clip) -> GridClip:
        """Return what a pane needs to know of a clip; the server streams it where it lies."""
        return {**super().view(clip), "served": clip.sha256 in self._served}

"""Any finished clips, which stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veo_widgets import errors
from veo_widgets.client.functions import client as default_client
from veo_widgets.view.clip import labels_of
from veo_widgets.view.files import home_of_all
from veo_widgets.view.sheet import Sheet, sheet_of_clips
from veo_widgets.view.sources.base import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veo_widgets.catalogue import Catalogue
    from veo_widgets.media import Clip


class ClipsSource(Source):
    """Finished clips, side by side.

    Args:
        clips: The clips.
        labels: What to call them.

    Raises:
        InvalidRequest: There is nothing to compare, or not one label for each clip.
    """

    def __init__(self, clips: Sequence[Clip], labels: Sequence[str] | None = None) -> None:
        if not clips:
            raise errors.InvalidRequest("there is nothing to compare")
        if labels is not None and len(labels) != len(clips):
            raise errors.InvalidRequest(f"{len(clips)} clips and {len(labels)} labels")
        super().__init__(home_of_all(clips))
        self.clips, self.labels = clips, labels_of(clips, labels)

    @property
    def catalogue(self) -> Catalogue:
        """The package's own models."""
        return default_client().catalogue

    def sheet(self) -> Sheet:
        """Draw every clip."""
        return sheet_of_clips(
            self.clips, self.labels, self.derived, lambda clip: clip.path.parent == self.home.clips
        )

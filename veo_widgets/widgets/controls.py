"""The controls that a model really has."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from veo_widgets.view.html import table
from veo_widgets.view.wire.controls import ControlsFromPython
from veo_widgets.widgets.form import Form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from veo_widgets.client import Client


class Controls(Form[ControlsFromPython]):
    """A form drawn from a model's schema.

    Args:
        model: A slug of the catalogue.
        value: Parameters to begin with; the defaults fill in the rest.
        client: Whose catalogue and home; the package's own when not given.

    Raises:
        UnknownModel: With the nearest slug.
        InvalidParameters: ``value`` holds what the model does not take.
    """

    module = "controls"

    def __init__(
        self,
        model: str,
        *,
        value: Mapping[str, Any] | None = None,
        client: Client | None = None,
    ) -> None:
        super().__init__(model, value=value, client=client)

    def still(self) -> str:
        """Return what a notebook without its kernel shows."""
        return f"<b>{escape(self.chosen.title)}</b>" + table(("", ""), list(self.value.items()))

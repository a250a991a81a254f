"""What all anywidgets of this kit share: code that crosses once, strict arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import anywidget
import traitlets as t
from ipywidgets import widget_serialization

from veo_widgets._lib.bundles import module_source
from veo_widgets._lib.displayable import ShownOtherwise, shell_here
from veo_widgets.catalogue.check import unknown_name
from veo_widgets.errors import VeoError
from veo_widgets.view.job import first_line
from veo_widgets.view.style import framed
from veo_widgets.view.wire.common import AskCode, Code, MessageError
from veo_widgets.widgets.boxes import teach
from veo_widgets.widgets.carrier import ModuleCarrier, module_hash
from veo_widgets.widgets.messages import Handler, dispatch, handlers_of, handles, marked
from veo_widgets.widgets.shown import Shown, catch_up, stands_alone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.widgets.messages import Buffers

FromPython = TypeVar("FromPython")


def _teach_boxes() -> None:
    shell = shell_here()
    if shell is not None and hasattr(shell, "display_formatter"):
        teach(shell.display_formatter)
        shell.events.register("post_run_cell", catch_up)


class VeoWidget(anywidget.AnyWidget, Generic[FromPython]):
    """An anywidget whose module is shared by all its instances on a page.

    It says what its type argument lets it say, and does what the browser asks by the
    methods that ``handles`` marks, and by no others.
    """

    module: ClassVar[str] = ""
    """What the widget's part of the module is called."""
    _whole = True
    """Whether all is set that the page is told first."""
    _module = t.Unicode().tag(sync=True)
    handlers: ClassVar[Mapping[str, Handler]] = {}
    _hash = t.Unicode().tag(sync=True)
    _carrier = t.Instance(ModuleCarrier).tag(sync=True, **widget_serialization)
    """What carries the module: hosts that send what a view refers to send it too."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401
        names = [name for name in self.trait_names() if not name.startswith("_")]
        for name, value in given.items():
            if name not in names:
                raise TypeError(str(unknown_name(name, value, names)))
        _teach_boxes()
        carrier = ModuleCarrier.ensure()
        self.shown = Shown(self.still, self.still_stage)
        super().__init__(
            _esm=module_source("stub"),
            _module=self.module,
            _hash=module_hash(),
            _carrier=carrier,
            **given,
        )
        self.on_msg(self._heard)

    def open(self) -> None:
        """Cross to the page, once the widget is whole: then all of it goes in one message."""
        if self._whole:
            super().open()

    def __init_subclass__(cls, **given: Any) -> None:  # noqa: ANN401
        super().__init_subclass__(**given)
        # A class with traits that anywidget makes for each instance has none of its own.
        if not cls.handlers or len(cls.__bases__) > 1 or marked(cls):
            cls.handlers = handlers_of(cls)

    def say(self, message: FromPython, buffers: Sequence[bytes] = ()) -> None:
        """Send the browser a message."""
        self.send(message, buffers=list(buffers))

    def _heard(self, _: object, message: object, buffers: Buffers) -> None:
        """Do what the browser asks; what cannot be done is answered with an error."""
        try:
            dispatch(self, self.handlers, message, buffers)
        except (VeoError, OSError) as error:
            name = message.get("id") if isinstance(message, dict) else None
            answer: MessageError = {
                "type": "error",
                "id": name if isinstance(name, str) else None,
                "error": first_line(error),
            }
            self.send(answer)

    @handles(AskCode)
    def _send_code(self, _: AskCode, __: Buffers) -> None:
        answer: Code = {"type": "code", "code": module_source("widgets")}
        self.send(answer)

    def still(self) -> str:
        """Return what a notebook without its kernel shows, as HTML."""
        return f"<p class='faint'>{type(self).__name__}: run this cell to use it.</p>"

    def still_stage(self) -> object:
        """Return what the still is too old without."""
        return ""

    def restill(self) -> None:
        """Draw the still anew in the notebook, for the day when there is no kernel."""
        self.shown.again()

    def _repr_mimebundle_(
        self,
        **given: Any,  # noqa: ANN401
    ) -> tuple[dict[str, Any], dict[str, Any]] | None:
        drawn = super()._repr_mimebundle_(**given)
        if drawn is None:
            return drawn
        data, metadata = drawn
        return {**data, "text/html": framed(self.still())}, metadata

    def _ipython_display_(self) -> None:
        drawn = None if stands_alone() else super()._repr_mimebundle_()
        if drawn is None:
            raise ShownOtherwise
        self.shown.show(*drawn)

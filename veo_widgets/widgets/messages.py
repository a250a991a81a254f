"""Which method of a widget answers which message."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from veo_widgets.errors import InvalidRequest
from veo_widgets.view.wire.check import message_type, problem

Buffers = Sequence[memoryview]
W = TypeVar("W")
M = TypeVar("M")
Method = Callable[[W, M, Buffers], None]
MARK: Final = "_answers"


class Handler(NamedTuple):
    """A kind of message, and the name of the method that answers it."""

    kind: Any
    method: str


def handles(kind: type[M]) -> Callable[[Method[W, M]], Method[W, M]]:
    """Make a method the one that answers a kind of message.

    Args:
        kind: A member of the widget's ``...ToPython``.
    """

    def mark(method: Method[W, M]) -> Method[W, M]:
        setattr(method, MARK, kind)
        return method

    return mark


def handlers_of(widget: type) -> dict[str, Handler]:
    """Return the handlers of a class and its bases, by the messages' ``type``."""
    return {
        message_type(kind): Handler(kind, name)
        for base in reversed(widget.__mro__)
        for name, kind in marked(base).items()
    }


def marked(widget: type) -> dict[str, Any]:
    """Return what a class's own methods answer, by their names."""
    return {
        name: kind
        for name, value in vars(widget).items()
        if callable(value) and (kind := getattr(value, MARK, None)) is not None
    }


def dispatch(
    widget: object, handlers: Mapping[str, Handler], message: object, buffers: Buffers
) -> None:
    """Give a message to its handler.

    Raises:
        InvalidRequest: There is no such message, or a part of it is missing or wrong.
    """
    name = message.get("type") if isinstance(message, dict) else None
    handler = handlers.get(name) if isinstance(name, str) else None
    if not isinstance(message, dict) or handler is None:
        raise InvalidRequest(f"{type(widget).__name__} knows no message {name!r}")
    wrong = problem(handler.kind, message)
    if wrong is not None:
        raise InvalidRequest(f"in the message {name!r}: {wrong}")
    getattr(widget, handler.method)(message, buffers)

"""Synced traits that hold what the wire's types say."""

from __future__ import annotations

import traitlets as t


class Struct(t.Any):
    """A synced trait whose shape is one of the wire's types.

    Args:
        shape: A type expression.
        default: The value at the start.
    """

    def __init__(self, shape: object, default: object = None) -> None:
        super().__init__(default)
        self.shape = shape
        self.tag(sync=True)

"""What a page and the carrier of the module say to each other."""

from __future__ import annotations

from typing import Literal, TypedDict


class Alive(TypedDict):
    """A page has the module: from here on something can be pressed in it."""

    type: Literal["alive"]


class PageFacts(TypedDict):
    """What a page found of its browser and its server.

    ``server`` is whether it knows a Jupyter server's address, ``status`` what that one
    answered when it was asked for the kit's extension: 0 where it sent to a login.
    """

    type: Literal["page"]
    server: bool
    status: int
    h264: bool
    aac: bool
    frames: bool


class Hello(TypedDict):
    """Said by a thread of the kernel."""

    type: Literal["hello"]


class Heard(TypedDict):
    """The answer to ``Hello``."""

    type: Literal["heard"]


PageToPython = Alive | PageFacts | Heard
PageFromPython = Hello

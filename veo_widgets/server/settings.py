"""How one server is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from veo_widgets.server.protocol_options import ProtocolOptions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from veo_widgets.server.fault_rules import Fault

CREDITS: Final = 1000.0


@dataclass(frozen=True)
class Settings:
    """What ``veo-widgets serve`` takes.

    Attributes:
        folder: Where records, clips and uploads live.
        host: Address to bind.
        port: Port to bind; 0 picks a free one.
        names: Host names besides loopback's that calls may come under. On loopback
            others are refused, so that no web page reaches the server by a name
            that it leads here.
        key: The owner's key; with no ``keys`` either, any key is taken.
        keys: Keys with play dollars: what their accounts hold at this start, or
            ``None`` to leave an account as it is and open a new one with ``credits``.
        credits: Play dollars of a new account.
        rpm: Requests a minute for each key; 0 sets no limit.
        queue: Requests that may wait or run; more are refused with 503.
        latency: ``fast`` (as quick as it renders), ``real`` (drawn from each
            model's usual latency), or a number of seconds.
        retention: Seconds from the submit until a request's record answers 404.
        v1_limit: Seconds after which a synchronous call answers 504; 0 for never.
        draft: Whether to render for rehearsal: quicker and rougher.
        engine: Which engine renders.
        allow_private: Whether input images may be fetched from private addresses.
        workers: Renders at a time.
        scheduler: Address of a Dask scheduler that renders instead of this machine.
        attended: Whether to stop when the last attached process is gone.
        clip_gigabytes: Size that clips and uploads may take; the oldest go first.
        clip_days: Age at which a clip or an upload goes.
        retired: Models that answer 410.
        forbidden: Models that answer 403.
        options: What is done where the protocol leaves it open.
        faults: What goes wrong on purpose.
        seed: Makes faults, drawn latencies, seeds and ids repeat; none for chance.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 0
    names: tuple[str, ...] = ()
    key: str = field(default="", repr=False)
    keys: Mapping[str, float | None] = field(default_factory=dict, repr=False)
    credits: float = CREDITS
    rpm: int = 0
    queue: int = 20_000
    latency: str = "fast"
    retention: float = 3600.0
    v1_limit: float = 0.0
    draft: bool = False
    engine: str = "storyboard"
    allow_private: bool = False
    workers: int = 1
    scheduler: str = field(default="", repr=False)
    attended: bool = False
    clip_gigabytes: float = 5.0
    clip_days: float = 7.0
    retired: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    options: ProtocolOptions = field(default_factory=ProtocolOptions)
    faults: tuple[Fault, ...] = ()
    seed: int | None = None

    def opens_with(self, key: str) -> float | None:
        """Return what a key's account opens with, ``None`` for a key not taken."""
        if key in self.keys:
            dollars = self.keys[key]
            return self.credits if dollars is None else dollars
        open_to_all = not self.key and not self.keys
        return self.credits if open_to_all or (key and key == self.key) else None

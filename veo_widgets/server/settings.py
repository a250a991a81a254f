"""How one server is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from veo_widgets.server.faults import Fault

FAST_S: Final = 6.0
CREDITS: Final = 1000.0


@dataclass(frozen=True)
class Settings:
    """What ``veo-widgets serve`` takes.

    Attributes:
        folder: Where records, clips and uploads live.
        host: Address to bind.
        port: Port to bind; 0 picks a free one.
        key: The only key taken; any key when empty.
        credits: Play dollars of a new account.
        latency: ``fast`` (as quick as it renders), ``real`` (drawn from each
            model's usual latency), or a number of seconds.
        retention: Seconds until a request's record answers 404.
        draft: Whether to spend less on the encoding.
        allow_private: Whether input images may be fetched from private addresses.
        workers: Renders at a time.
        attended: Whether to stop when the last attached process is gone.
        faults: What goes wrong on purpose.
        fault_seed: Makes the faults repeat.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 0
    key: str = field(default="", repr=False)
    credits: float = CREDITS
    latency: str = "fast"
    retention: float = 3600.0
    draft: bool = False
    allow_private: bool = False
    workers: int = 1
    attended: bool = False
    faults: tuple[Fault, ...] = ()
    fault_seed: int = 0


def usual_s(latency: str, model_s: float) -> float:
    """Return the usual seconds of a request here.

    Args:
        latency: The server's setting.
        model_s: The cloud's usual seconds for the model.
    """
    if latency == "real":
        return model_s
    return FAST_S if latency == "fast" else float(latency) + FAST_S

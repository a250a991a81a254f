"""How one server is set up."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_type_hints

from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from veo_widgets.server.faults import Fault

CREDITS: Final = 1000.0
YesNo = Literal["no", "yes"]


@dataclass(frozen=True)
class Choices:
    """What the protocol leaves open; the first value of each is what is done unasked.

    Sources and reasons: ``docs/protocol.md``, part 7.

    Attributes:
        enum_error: Code for a value that is not in its list.
        prompt_error: Whether a missing prompt is refused at the submit (400) or
            accepted and FAILED by the worker.
        unknown_parameters: Whether a parameter that the model lacks is passed over
            or refused (400).
        sample_defaults: Whether the sample values of the model page, images too,
            are filled in where a request has none.
        google_rules: Whether a request against Google's own rules (1080p with 4 s,
            a last frame alone, ...) ends FAILED.
        data_uris: Whether image parameters may be data URIs.
        v1_error: Code of a synchronous call whose render failed.
        early_result: What the result route says before the end: the status, or 404.
        other_account: Code for a request of another account.
        count_polls: Whether polls count toward the requests a minute.
        output: Which keys of a result hold the clip's URL.
        upload_key: The key that an upload answers with.
        history: Whether a list of the history comes under ``data`` or bare.
        extra_metrics: Whether ``metrics`` has cost and remaining credits.
    """

    enum_error: Literal["406", "400"] = "406"
    prompt_error: Literal["submit", "worker"] = "submit"
    unknown_parameters: Literal["ignore", "refuse"] = "ignore"
    sample_defaults: YesNo = "no"
    google_rules: Literal["ignore", "fail"] = "ignore"
    data_uris: Literal["take", "refuse"] = "take"
    v1_error: Literal["500", "422"] = "500"
    early_result: Literal["status", "404"] = "status"
    other_account: Literal["404", "403"] = "404"
    count_polls: YesNo = "no"
    output: Literal["both", "output", "video"] = "both"
    upload_key: Literal["file_urls", "urls"] = "file_urls"
    history: Literal["data", "list"] = "data"
    extra_metrics: Literal["yes", "no"] = "yes"


def options() -> dict[str, tuple[str, ...]]:
    """Return the values that each choice has, the usual one first."""
    kinds = get_type_hints(Choices)
    return {each.name: get_args(kinds[each.name]) for each in fields(Choices)}


def read_choices(told: Iterable[str]) -> Choices:
    """Read ``name=value`` pairs.

    Raises:
        InvalidRequest: A name or value does not exist; the message lists what does.
    """
    known, found = options(), dict[str, Any]()
    for pair in told:
        name, _, value = pair.partition("=")
        if name not in known:
            raise InvalidRequest(f"there is no choice {name!r}; there are {', '.join(known)}")
        if value not in known[name]:
            listed = " or ".join(known[name])
            raise InvalidRequest(f"the choice {name} is {listed}, not {value!r}")
        found[name] = value
    return Choices(**found)


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
        choices: What is done where the protocol leaves it open.
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
    choices: Choices = Choices()
    faults: tuple[Fault, ...] = ()
    seed: int | None = None

    def opens_with(self, key: str) -> float | None:
        """Return what a key's account opens with, ``None`` for a key not taken."""
        if key in self.keys:
            told = self.keys[key]
            return self.credits if told is None else told
        open_to_all = not self.key and not self.keys
        return self.credits if open_to_all or (key and key == self.key) else None

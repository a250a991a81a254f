"""What the protocol leaves open, and what this server does about it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, get_args, get_type_hints

from veo_widgets.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

YesNo = Literal["no", "yes"]


@dataclass(frozen=True)
class ProtocolOptions:
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


def option_values() -> dict[str, tuple[str, ...]]:
    """Return the values that each option has, the usual one first."""
    kinds = get_type_hints(ProtocolOptions)
    return {each.name: get_args(kinds[each.name]) for each in fields(ProtocolOptions)}


def read_options(pairs: Iterable[str]) -> ProtocolOptions:
    """Read ``name=value`` pairs.

    Raises:
        InvalidRequest: A name or value does not exist; the message lists what does.
    """
    known, chosen = option_values(), dict[str, Any]()
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name not in known:
            raise InvalidRequest(f"there is no choice {name!r}; there are {', '.join(known)}")
        if value not in known[name]:
            listed = " or ".join(known[name])
            raise InvalidRequest(f"the choice {name} is {listed}, not {value!r}")
        chosen[name] = value
    return ProtocolOptions(**chosen)

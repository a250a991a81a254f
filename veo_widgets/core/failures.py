"""An error as the ledger and the browser hold it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from veo_widgets import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

ErrorKind = Literal[
    "VeoError",
    "InvalidRequest",
    "InvalidParameters",
    "UnknownModel",
    "AuthenticationError",
    "InsufficientCredits",
    "RateLimited",
    "ModelRetired",
    "ServerError",
    "EndpointUnreachable",
    "RequestExpired",
    "InferenceFailed",
    "ContentBlocked",
    "InferenceTimeout",
    "SubmissionUnknown",
    "BudgetExceeded",
    "MediaError",
    "HomeError",
]
"""Every kind of error by its name, as the ledger and the browser know it."""
KINDS: Final[Mapping[str, type[errors.VeoError]]] = {
    name: getattr(errors, name) for name in get_args(ErrorKind)
}


def kind_of(record: Mapping[str, Any] | None) -> ErrorKind:
    """Return the kind of a stored error; the root's for one of another version."""
    kind = str((record or {}).get("kind"))
    return next((known for known in get_args(ErrorKind) if known == kind), "VeoError")


def to_record(error: errors.VeoError) -> dict[str, Any]:
    """Write an error as the ledger stores it: JSON with kind, message and what is kept.

    A kind that is not public is stored as the nearest one that is.
    """
    names = (base.__name__ for base in type(error).__mro__)
    kind = next(KINDS[name] for name in names if name in KINDS)
    record: dict[str, Any] = {"kind": kind.__name__, "message": str(error), "detail": None}
    for name in kind.kept:
        value = getattr(error, name)
        if name == "problems":
            value = [asdict(problem) for problem in value]
        record[name] = value
    if error.next_step != kind.next_step:
        record["next_step"] = error.next_step
    return record


def from_record(record: Mapping[str, Any] | None) -> errors.VeoError | None:
    """Read an error back from the ledger, whatever version wrote it."""
    if not record:
        return None
    kind: type[errors.VeoError] = KINDS[kind_of(record)]
    error = kind.__new__(kind)
    errors.VeoError.__init__(
        error, str(record.get("message") or ""), next_step=record.get("next_step")
    )
    for name in kind.kept:
        value = record.get(name)
        if name == "problems":
            value = tuple(
                errors.Problem(**{**row, "allowed": tuple(row.get("allowed") or ())})
                for row in value or ()
            )
        setattr(error, name, value)
    return error

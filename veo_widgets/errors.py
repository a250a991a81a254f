"""Every error of the kit, in one tree; ``core.failures`` writes them to the ledger.

::

    VeoError
    ├── InvalidRequest            400, 405 and the 406 that are not about money
    │   ├── InvalidParameters     found before sending; every problem at once
    │   └── UnknownModel
    ├── AuthenticationError       401, 403
    ├── InsufficientCredits       406 about money
    ├── RateLimited               429
    ├── ModelRetired              410
    ├── ServerError               5xx
    ├── EndpointUnreachable       no connection
    ├── RequestExpired            404 for a request
    ├── InferenceFailed           the job ran and failed
    │   └── ContentBlocked
    ├── InferenceTimeout          still running when the wait ended
    ├── SubmissionUnknown         nobody knows whether the service took the job
    ├── BudgetExceeded
    ├── MediaError                a clip or an image that cannot be read
    └── HomeError                 the folder of ledger and clips
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Told:
    """Gives an error a short form in a cell, written by ``render``, which is set from above."""

    render: ClassVar[Callable[[object], list[str]] | None] = None

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"] if self.render is None else self.render()


class WaitInterrupted(Told, KeyboardInterrupt):
    """A wait was interrupted by hand; what was waited for goes on."""


class VeoError(Told, Exception):
    """The root of every error raised by this kit.

    Args:
        message: What happened, in plain words.
        next_step: What to do about it, where it is not what this kind says.
    """

    next_step = "Read the message; nothing was lost."
    kept: ClassVar[tuple[str, ...]] = ()
    """The attributes that go to the ledger beside kind and message."""

    def __init__(self, message: str = "", *, next_step: str | None = None) -> None:
        # Half a letter, quoted from a bad prompt, would break whoever writes this down.
        super().__init__(message.encode("utf-8", "backslashreplace").decode())
        if next_step is not None:
            self.next_step = next_step


class InvalidRequest(VeoError):
    """The service refused the request as malformed."""

    next_step = "Change the request; nothing was charged."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the parameters.

    Attributes:
        field: The parameter, or an empty string for the whole object.
        value: What was given.
        message: One plain sentence.
        allowed: The legal values, where they can be listed.
        nearest: The legal value or name closest to what was given.
    """

    field: str
    value: object
    message: str
    allowed: tuple[object, ...] = ()
    nearest: object | None = None

    def __str__(self) -> str:
        """Say the problem with its nearest cure."""
        hint = "" if self.nearest is None else f" Did you mean {self.nearest!r}?"
        return f"{self.message}{hint}"


class InvalidParameters(InvalidRequest):
    """Parameters that the model does not take; nothing was sent.

    Attributes:
        model: The model's slug.
        problems: Every problem found, in the order of the model's page.
    """

    kept = ("model", "problems")

    def __init__(self, model: str, problems: Sequence[Problem]) -> None:
        self.model = model
        self.problems = tuple(problems)
        listed = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"{model} cannot take these parameters:\n{listed}")


class UnknownModel(InvalidRequest):
    """A slug that is in no catalogue."""

    next_step = "Choose a model from veo.models()."


class AuthenticationError(VeoError):
    """The key is missing, wrong, or may not use this model."""

    next_step = "Check SEGMIND_API_KEY or call veo.login(); nothing was charged."


class InsufficientCredits(VeoError):
    """The account does not hold enough for this model."""

    next_step = "Add credits to the account, then retry; nothing was charged."


class RateLimited(VeoError):
    """Too many requests.

    Attributes:
        reset_at: When the limit ends, in seconds since the epoch, if it was told.
    """

    next_step = "Wait; sending goes on by itself."
    kept = ("reset_at",)

    def __init__(self, message: str, reset_at: float | None = None) -> None:
        self.reset_at = reset_at
        super().__init__(message)


class ModelRetired(VeoError):
    """The service no longer serves this model."""

    next_step = "Choose another model; nothing was charged."


class ServerError(VeoError):
    """The service broke.

    Attributes:
        status: The HTTP code.
        definite: Whether the answer says that the job was not accepted.
    """

    next_step = "Try again later; nothing was charged."
    kept = ("status", "definite")

    def __init__(self, message: str, status: int, *, definite: bool = False) -> None:
        self.status = status
        self.definite = definite
        super().__init__(message)


class EndpointUnreachable(VeoError):
    """No connection to the endpoint.

    Attributes:
        sent: Whether any byte of the request may have arrived.
    """

    next_step = "Check the network or the base URL; the kit keeps trying."
    kept = ("sent",)

    def __init__(self, message: str, *, sent: bool = False) -> None:
        self.sent = sent
        super().__init__(message)


class RequestExpired(VeoError):
    """The service no longer knows this request (records live one hour)."""

    next_step = "Run it again if the clip was not saved before."


class InferenceFailed(VeoError):
    """The job ran on the service and failed; failures are not charged.

    Attributes:
        detail: The service's own words.
        status_body: The whole answer.
    """

    next_step = "Read the detail, change the request and retry; not charged."
    kept = ("detail", "status_body")

    def __init__(self, detail: str | None, status_body: Mapping[str, Any] | None = None) -> None:
        self.detail = detail
        self.status_body = dict(status_body or {})
        super().__init__(detail or "the service gave no reason")


class ContentBlocked(InferenceFailed):
    """The service's safety filters refused the prompt, an image or the output."""

    next_step = "Change the prompt or the image; not charged."


class InferenceTimeout(VeoError):
    """The wait ended before the job did; the job goes on.

    Attributes:
        request_id: The service's id, once there is one.
        elapsed_s: Seconds waited.
    """

    next_step = "Wait again, or come back later: the job is in the ledger."
    kept = ("request_id", "elapsed_s")

    def __init__(self, request_id: str | None, elapsed_s: float) -> None:
        self.request_id = request_id
        self.elapsed_s = elapsed_s
        super().__init__(
            f"still running after {elapsed_s:.0f} s (request {request_id})"
            if request_id
            else f"not sent yet after {elapsed_s:.0f} s"
        )


class SubmissionUnknown(VeoError):
    """The connection broke while sending: the service may have taken the job."""

    next_step = (
        "Nothing is sent again by itself. Look the request up in the service's "
        "history and adopt it, or resubmit at the risk of paying twice."
    )


class BudgetExceeded(VeoError):
    """The request would break the budget; it was not sent."""

    next_step = "Raise the budget or drop some jobs."


class MediaError(VeoError):
    """A clip or an image that cannot be read or decoded."""

    next_step = "Check the file; nothing was changed."


class HomeError(VeoError):
    """The home folder cannot be used."""

    next_step = "Choose another home or mend its permissions."

"""Whether the same request gives the same clip: at once, and weeks later."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final, Literal

from veo_widgets import errors
from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.values import count, short
from veo_widgets.catalogue import prompt_of
from veo_widgets.client.functions import client as default_client
from veo_widgets.experiment.library import Sweeps, open_sweep
from veo_widgets.experiment.rows import data_frame
from veo_widgets.experiment.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from veo_widgets.client import Client
    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell
    from veo_widgets.experiment.sweep import Order, SweepPlan

Likeness = Literal["same bytes", "same picture", "alike", "another clip"]
SAME: Final = 0.99
ALIKE: Final = 0.85
MOST_TIMES: Final = 20
NEAR_COLOUR: Final = 3.0
WORDS: Final[dict[Likeness, str]] = {
    "same bytes": "the same file",
    "same picture": "the same picture in another file",
    "alike": "a like picture",
    "another clip": "another picture",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two clips of the same request.

    Attributes:
        cell: The later one's number in the sweep.
        model: The model's slug.
        prompt: What was asked.
        take: Which run the later one was.
        likeness: How like they are, in words.
        ssim: Structure of nine frames, 1 when equal; the least of them.
        colour: Distance of their colours (dE), 0 when equal; the largest.
        earlier: The earlier clip's sha256.
        later: The later clip's sha256.
        days: Days between the two requests.
    """

    cell: int
    model: str
    prompt: str
    take: int
    likeness: Likeness
    ssim: float
    colour: float
    earlier: str
    later: str
    days: float


def likeness_of(one: str, other: str, ssim: float, colour: float) -> Likeness:
    """Say how like two clips are.

    Args:
        one: A clip's sha256.
        other: The other's.
        ssim: Structure, 1 when equal.
        colour: Distance of colours, 0 when equal.
    """
    if one == other:
        return "same bytes"
    if ssim >= SAME and colour <= 1:
        return "same picture"
    return "alike" if ssim >= ALIKE and colour <= NEAR_COLOUR else "another clip"


class Probe(Displayable):
    """The same requests paid for again, and what came of it.

    Nothing is sent before ``run``; ``plan`` tells the price. It is a sweep like any
    other, so running the same probe twice costs nothing.

    Attributes:
        sweep: The requests, each with its takes.
    """

    def __init__(self, sweep: Sweep) -> None:
        self.sweep = sweep
        self._seen: dict[tuple[str, str], tuple[float, float]] = {}

    def plan(self) -> SweepPlan:
        """Work out what would be paid; sends nothing."""
        return self.sweep.plan()

    def run(
        self, budget: float | None = None, *, unknown: float | None = None, order: Order = "plan"
    ) -> Probe:
        """Send what is new and return at once; see ``Sweep.run``.

        Args:
            budget: US dollars that all runs of the probe may cost together.
            unknown: US dollars that a clip of unknown price counts as.
            order: ``plan``, or ``cheapest`` first.

        Raises:
            BudgetExceeded: Not even the first clip fits; nothing was sent.
        """
        self.sweep.run(budget, unknown=unknown, order=order)
        return self

    def wait(self, timeout: float | None = None) -> Probe:
        """Block until all clips are there or failed; see ``Sweep.wait``."""
        self.sweep.wait(timeout)
        return self

    def results(self) -> list[Compared]:
        """Return the later takes, each beside the earliest clip of the same request."""
        return list(self._compared())

    def _compared(self) -> Iterator[Compared]:
        from veo_widgets.media.metrics.likeness import alike

        store = self.sweep.client.session.store
        for one, other in self._pairs():
            earlier, later = str(one[1].sha256), str(other[1].sha256)
            key = (earlier, later)
            if key not in self._seen:
                same = earlier == later
                self._seen[key] = (1.0, 0.0) if same else alike(*map(store.clip, key))
            ssim, colour = self._seen[key]
            cell, record = other
            yield Compared(
                cell.index,
                cell.model,
                prompt_of(cell.parameters),
                cell.take,
                likeness_of(earlier, later, ssim, colour),
                round(ssim, 4),
                round(colour, 3),
                earlier,
                later,
                round((record.created - one[1].created) / 86400, 3),
            )

    def _pairs(
        self,
    ) -> Iterator[tuple[tuple[Cell, JobRecord], tuple[Cell, JobRecord]]]:
        def request(pair: tuple[Cell, JobRecord]) -> str:
            return repr((pair[0].model, sorted(pair[0].parameters.items(), key=str)))

        ready = [
            (cell, record)
            for cell, record in self.sweep.cells()
            if record is not None and record.state == "ready" and cell.into is None
        ]
        for _, same in groupby(sorted(ready, key=request), request):
            first, *others = sorted(same, key=lambda pair: pair[0].take)
            yield from ((first, other) for other in others)

    def sentence(self) -> str:
        """Say what came of it."""
        told = self.results()
        if not told:
            return "No request has two clips yet: run() sends what is missing."
        counts = {kind: sum(each.likeness == kind for each in told) for kind in WORDS}
        parts = [f"{count} gave {WORDS[kind]}" for kind, count in counts.items() if count]
        asked = f"{len(told)} repeated request{'s' if len(told) > 1 else ''}"
        return (
            f"Of {asked}, {', '.join(parts)} (SSIM {fmean(each.ssim for each in told):.3f}, "
            f"dE {fmean(each.colour for each in told):.1f} on average)."
        )

    def __repr__(self) -> str:
        """Say what came of it."""
        return f"Probe({self.sweep.name}): {self.sentence()}"

    def to_dataframe(self) -> pd.DataFrame:
        """Return one row for each repeated request.

        Raises:
            InvalidRequest: pandas is not installed.
        """
        return data_frame([asdict(each) for each in self.results()])


def same_twice(
    model: str,
    /,
    prompt: str,
    *,
    times: int = 2,
    client: Client | None = None,
    **parameters: Any,  # noqa: ANN401
) -> Probe:
    """Set up the same request several times: does its seed fix what comes?

    Nothing is sent before ``run``; each time is paid for.

    Args:
        model: The model's slug.
        prompt: What to ask.
        times: How often.
        client: Who sends; the package's own when not given.
        **parameters: The request, lists as axes; without a seed one is drawn, and kept.

    Raises:
        InvalidRequest: Fewer than two times, or a name that is no parameter.
        InvalidParameters: The model refuses the request.
    """
    if type(times) is not int or not 2 <= times <= MOST_TIMES:
        raise errors.InvalidRequest(f"times is 2 to {MOST_TIMES}, not {short(times)}")
    takes = list(range(1, times + 1))
    definition = {"model": model, "prompt": prompt, **parameters, "take": takes}
    return Probe(open_sweep(client or default_client(), definition))


def run_again(
    sweep: Sweep | str, *, take: int | None = None, client: Client | None = None
) -> Probe:
    """Set up a kept sweep once more: has the service drifted since?

    The probe has the sweep's requests, the clips that are there and one more take of
    each. Nothing is sent before ``run``, and running it twice costs nothing: for a third
    time, name the take.

    Args:
        sweep: A sweep, or the name of a kept one.
        take: Which run it is; the one after the sweep's own when not given.
        client: Whose, for a name; the package's own when not given.

    Raises:
        InvalidRequest: There is no sweep of that name, it has no clip yet, or the take
            is one of its own.
    """
    if not isinstance(sweep, Sweep):
        sweep = Sweeps(client or default_client())[sweep]
    told = sweep.to_dict()
    own = told.get("take", 1)
    before = list(own) if isinstance(own, list) else [own]
    number = max(before) + 1 if take is None else count(take, "take", 1)
    if number in before:
        raise errors.InvalidRequest(f"take {number} is one of {sweep.name!r}: name a later one")
    if not any(record and record.state == "ready" for _, record in sweep.cells()):
        raise errors.InvalidRequest(f"{sweep.name!r} has no clip yet to compare with")
    again = {**told, "name": f"{sweep.name}, take {number}", "take": [*before, number]}
    return Probe(open_sweep(sweep.client, again))

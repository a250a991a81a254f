"""Whether a comparison is fair: what differs besides what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, overload

from veo_widgets._lib.displayable import Displayable
from veo_widgets.catalogue import prompt_of, said
from veo_widgets.catalogue.roles import role_of
from veo_widgets.catalogue.size import SHAPING
from veo_widgets.media import VideoInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from veo_widgets.core.record import JobRecord
    from veo_widgets.experiment.cells import Cell

RANDOM: Final = "random"
MOST_TOLD: Final = 3


@dataclass(frozen=True)
class Compared:
    """What of a clip bears on a comparison.

    Attributes:
        index: Its cell.
        seconds: Length of the picture.
        size: Width and height in pixels.
        sound: Whether it has any.
        prompt: What was asked for.
        seed: As text; empty where it was left to chance.
        model: The model's slug; empty where it is not known.
    """

    index: int
    seconds: float
    size: tuple[int, int]
    sound: bool
    prompt: str = ""
    seed: str = ""
    model: str = ""


@dataclass(frozen=True)
class Unequal:
    """One thing that differs besides what is compared.

    Attributes:
        what: ``Length``, ``Sound``, ``Size``, ``Prompt``, ``Seed`` or ``Model``.
        values: The cells of each value, the commonest value first.
    """

    what: str
    values: Mapping[str, tuple[int, ...]]

    @property
    def cells(self) -> list[int]:
        """The cells that have another value than most, in order."""
        _, *others = self.values.values()
        return sorted(index for cells in others for index in cells)

    @property
    def text(self) -> str:
        """All of it in a few words."""
        if self.what == "Prompt":
            return f"{len(self.values)} wordings"
        if len(self.values) == 1:
            return "left to chance in all"
        told = [f"{value or 'not known'} in {len(cells)}" for value, cells in self.values.items()]
        rest = len(told) - MOST_TOLD
        return ", ".join([*told[:MOST_TOLD], *([f"{rest} more"] if rest > 0 else [])])


class Fairness(Sequence[Unequal], Displayable):
    """What differs between clips besides what is compared; false where nothing does.

    Ask it before a judgement: what is listed may decide a vote in the place of what is
    compared.

    Attributes:
        compared: Names of the parameters that are compared, in order.
        clips: How many clips there are to compare.
    """

    def __init__(self, rows: Iterable[Unequal], compared: Collection[str], clips: int) -> None:
        self._rows = tuple(rows)
        self.compared, self.clips = tuple(sorted(compared)), clips

    @overload
    def __getitem__(self, index: int) -> Unequal: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Unequal, ...]: ...
    def __getitem__(self, index: int | slice) -> Unequal | tuple[Unequal, ...]:
        """Return one thing that differs, or several."""
        return self._rows[index]

    def __len__(self) -> int:
        """Return how many things differ."""
        return len(self._rows)

    def __repr__(self) -> str:
        """Say each on a line."""
        if not self._rows:
            return f"Fairness({self.clips} clips: nothing differs besides {self.subject})"
        rows = (f"  {row.what}: {row.text}; cells {row.cells or 'all'}" for row in self._rows)
        return "\n".join([f"Fairness({self.clips} clips, besides {self.subject}:", *rows]) + ")"

    @property
    def subject(self) -> str:
        """What is compared, in words."""
        return ", ".join(name.replace("_", " ") for name in self.compared) or "the clips themselves"


ASPECTS: Final[tuple[tuple[str, frozenset[str], Callable[[Compared], str]], ...]] = (
    ("Length", frozenset({"duration", "frames"}), lambda clip: f"{clip.seconds:.1f} s"),
    ("Sound", frozenset({"audio"}), lambda c: "sound" if c.sound else "silent"),
    ("Size", frozenset(SHAPING), lambda clip: "×".join(map(str, clip.size))),
    ("Prompt", frozenset({"prompt"}), lambda clip: clip.prompt),
    ("Seed", frozenset({"seed", "take"}), lambda clip: clip.seed or RANDOM),
    ("Model", frozenset({"model"}), lambda clip: clip.model),
)
OF_CALLS: Final = frozenset({"Prompt", "Seed", "Model"})


def fairness(clips: Sequence[Compared], compared: Collection[str]) -> Fairness:
    """List what differs between clips besides the parameters that are compared.

    Args:
        clips: The clips that are there.
        compared: Names of the axes; one that is no aspect by itself, such as a word of
            the prompt, accounts for the prompt.
    """
    known = frozenset().union(*(names for _, names, _ in ASPECTS))
    told = {name if name in known else role_of(name, {}).name for name in compared}
    wording = {"prompt"} if told - known else set()
    accounted = told | wording
    called = any(clip.model for clip in clips)
    rows = [
        Unequal(what, values)
        for what, names, value in ASPECTS
        if not names & accounted and (called or what not in OF_CALLS)
        for values in [_by_value(clips, value)]
        if len(values) > 1 or (what == "Seed" and len(clips) > 1 and RANDOM in values)
    ]
    return Fairness(rows, compared, len(clips))


def seen(index: int, facts: VideoInfo, model: str, asked: Mapping[str, Any]) -> Compared:
    """Return what of a cell's clip bears on a comparison.

    Args:
        index: The cell.
        facts: What the file is.
        model: The model's slug; empty where it is not known.
        asked: What was asked for.
    """
    size, seed = (facts.width, facts.height), said(asked, "seed")
    return Compared(
        index,
        facts.duration,
        size,
        facts.has_audio,
        prompt_of(asked),
        "" if seed is None else str(seed),
        model,
    )


def _by_value(
    clips: Sequence[Compared], value: Callable[[Compared], str]
) -> dict[str, tuple[int, ...]]:
    cells: dict[str, list[int]] = {}
    for clip in clips:
        cells.setdefault(value(clip), []).append(clip.index)
    common = sorted(cells.items(), key=lambda item: -len(item[1]))
    return {name: tuple(indexes) for name, indexes in common}


def fairness_of(
    axes: Mapping[str, Sequence[object]], cells: Iterable[tuple[Cell, JobRecord | None]]
) -> Fairness:
    """List what differs between the clips of a sweep besides its axes.

    Of a clip that does not decode nothing is known, and it is compared with none.

    Args:
        axes: The values of each.
        cells: Every cell with the job that stands for it.
    """
    clips = [
        seen(
            cell.index,
            facts,
            record.model,
            {**record.parameters, **cell.parameters},
        )
        for cell, record in cells
        if record is not None and record.state == "ready"
        for facts in [VideoInfo.from_dict(record.facts)]
        if facts.decoded
    ]
    return fairness(clips, [name for name, values in axes.items() if len(values) > 1])

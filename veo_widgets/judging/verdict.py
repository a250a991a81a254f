"""A verdict as people hold it: a sentence, a table, a chart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.terminal import plain
from veo_widgets._lib.values import short
from veo_widgets.core.voting import is_blind, revealed, standing
from veo_widgets.errors import InvalidRequest
from veo_widgets.judging.agreement import Share, between, with_oneself
from veo_widgets.judging.chart import LIGHT, chart, rendered
from veo_widgets.judging.duels import told
from veo_widgets.judging.figures import Going, goings
from veo_widgets.judging.rows import frame
from veo_widgets.judging.standing import Standing, kept, stand
from veo_widgets.judging.words import next_dollar, percent, scored, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from veo_widgets.core.intervals import Interval
    from veo_widgets.core.voting import Vote
    from veo_widgets.judging.comparison import Comparison

COLUMNS: Final = (
    *("question", "rater", "configuration", "chance", "chance_low", "chance_high"),
    *("rank_best", "rank_worst", "tier", "votes", "unusable", "unusable_low", "unusable_high"),
    *("kept", "dropped", "cost", "cost_per_kept", "cost_per_kept_low", "cost_per_kept_high"),
    *("seconds_per_kept", "seconds_per_kept_low", "seconds_per_kept_high"),
    *("follows", "follows_low", "follows_high"),
)
OWN: Final = "you"


@dataclass(frozen=True, slots=True)
class Kept:
    """A clip that was kept.

    Attributes:
        sha256: The clip.
        label: What it is called.
        configuration: What it is one of.
        tier: Its configuration's group, from 1.
        cost: US dollars it cost, where known.
    """

    sha256: str
    label: str
    configuration: str
    tier: int
    cost: float | None


@dataclass(frozen=True, repr=False)
class Verdict(Displayable):
    """What the votes on some clips say, and how surely.

    Attributes:
        comparison: What was judged: a sweep's name, or the id of a set of clips.
        by: The axes that were compared.
        together: Of each question, all raters' votes.
        apart: Of each question and rater, that rater's votes; empty with one rater.
        agreement: Between raters, Krippendorff's nominal alpha; ``None`` with one.
        oneself: Of each rater, how often a pair shown again was answered alike.
        kept: The clips that were kept, those of the best tier first.
        scores: How far each score goes with the votes on the first question.
    """

    comparison: str
    by: tuple[str, ...]
    together: tuple[Standing, ...]
    apart: tuple[Standing, ...] = ()
    agreement: float | None = None
    oneself: Mapping[str, Share] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    scores: tuple[Going, ...] = ()

    @property
    def sentence(self) -> str:
        """What it all comes to, question by question."""
        words = []
        for standing_ in self.together:
            about = f"{standing_.question} " if standing_.question else ""
            words.append(f"{about}{sentence(standing_)}")
        return " ".join(words)

    @property
    def next_dollar(self) -> str:
        """Where another seed tells most; empty where all is told."""
        return next(filter(None, map(next_dollar, self.together)), "")

    @property
    def notes(self) -> tuple[str, ...]:
        """How it was judged: who, how many, how blind, how alike."""
        votes = sum(of.votes for of in self.together)
        blind = sum(of.blind for of in self.together)
        raters = sorted({rater for of in self.together for rater in of.raters})
        who = ", ".join(rater or OWN for rater in raters)
        notes = [(f"{votes} vote{'s' * (votes != 1)} by {who or 'nobody'}; {blind} of them blind.")]
        if len(raters) == 1:
            notes.append("One person's taste is not a population's.")
        elif raters:
            notes.append(f"It holds for these {len(raters)} raters, not for people in general.")
        if self.agreement is not None:
            notes.append(f"Agreement between raters: {self.agreement:.2f} (1 full, 0 by chance).")
        for rater, share in self.oneself.items():
            notes.append(
                f"{rater or 'You'} agreed with {'themselves' if rater else 'yourself'} on "
                f"{share.hits} of {share.of} pairs shown again."
            )
        return tuple(notes)

    def rows(self) -> list[dict[str, Any]]:
        """Return one row for each question, rater and configuration; see ``to_dataframe``."""
        return [
            {
                "question": of.question,
                "rater": of.rater,
                "configuration": line.name,
                **_interval("chance", line.chance),
                "rank_best": line.ranks[0],
                "rank_worst": line.ranks[1],
                "tier": line.tier,
                "votes": line.votes,
                **_interval("unusable", line.unusable.interval if line.votes else None),
                "kept": line.kept.hits,
                "dropped": line.kept.of - line.kept.hits,
                "cost": line.cost,
                **_interval("cost_per_kept", line.cost_per_kept),
                **_interval("seconds_per_kept", line.seconds_per_kept),
                **_interval("follows", line.follows),
            }
            for of in (*self.together, *self.apart)
            for line in of.lines
        ]

    def to_dataframe(self) -> pd.DataFrame:
        """Return one row for each question, rater (none: all together) and configuration.

        Chances and shares are from 0 to 1, costs in US dollars, times in seconds; each with the
        ends of its 95 % interval.

        Raises:
            InvalidRequest: pandas is not installed.
        """
        return frame(self.rows(), COLUMNS, "verdict.rows() gives the same as dictionaries")

    def svg(self, palette: Mapping[str, str] = LIGHT) -> str:
        """Return the chart of chances with their intervals as an SVG.

        Args:
            palette: Colours by name; ``judging.chart`` has light, dark and CSS variables.
        """
        return chart(self.together, palette)

    def png(self, palette: Mapping[str, str] = LIGHT, zoom: float = 2.0) -> bytes:
        """Return the chart as a PNG.

        Args:
            palette: As for ``svg``.
            zoom: Pixels for a unit of the SVG.
        """
        return rendered(self.svg(palette), palette, zoom)

    def __repr__(self) -> str:
        """Say it in a terminal: the sentence, a line for each configuration, how it was judged."""
        lines = [f"Verdict on {self.comparison} by {', '.join(self.by)}"]
        for of in self.together:
            lines += ["", f"{of.question} {sentence(of)}".strip(), *_table(of)]
        lines += ["", *self.notes, *filter(None, [self.next_dollar, scored(self.scores)])]
        return "\n".join(plain(line) for line in lines)


def _interval(name: str, interval: Interval | None) -> dict[str, float | None]:
    ends = (None,) * 3 if interval is None else (interval.value, interval.low, interval.high)
    return dict(zip((name, f"{name}_low", f"{name}_high"), ends, strict=True))


def _table(of: Standing) -> list[str]:
    width = max((len(plain(line.label)) for line in of.lines), default=0)
    return [
        f"  {plain(line.label):{width}}  {percent(line.chance):>16}  "
        f"{places(line.ranks):>5}  {line.votes} votes"
        for line in of.lines
    ]


def places(ranks: tuple[int, int]) -> str:
    """Say a range of places."""
    best, worst = ranks
    return str(best) if best == worst else f"{best}–{worst}"


def verdict_of(
    comparison: Comparison,
    rows: Sequence[Vote],
    by: str | Sequence[str] | None = None,
    *,
    question: str | None = None,
    rater: str | None = None,
    figures: Mapping[str, Mapping[str, float]] | None = None,
) -> Verdict:
    """Return what the votes on a comparison say.

    Args:
        comparison: What was judged.
        rows: Every row of it.
        by: The axes that are compared; see ``Comparison.by``.
        question: Only this criterion; each by itself when not given.
        rater: Only this one's votes; all together and each apart when not given.
        figures: What was measured, by the metric's name and the clip's sha256.

    Raises:
        InvalidRequest: There is no such axis, question or rater.
    """
    axes = comparison.by(by)
    reveals = revealed(rows)
    blind = frozenset(vote.id for vote in rows if is_blind(vote, reveals))
    votes = [vote for vote in standing(rows) if vote.kind == "pair" and vote.answer != "skip"]
    counts = Counter(vote.question for vote in votes)
    questions = sorted(counts, key=lambda each: -counts[each]) or [""]
    raters = list(dict.fromkeys(vote.rater for vote in votes))
    if question is not None:
        questions = [_known(question, questions, "question")]
    if rater is not None:
        raters = [_known(rater, raters, "rater")]
        votes = [vote for vote in votes if vote.rater == rater]
    together = tuple(
        stand(comparison, rows, axes, question=each, rater=rater, blind=blind) for each in questions
    )
    apart = [
        stand(comparison, rows, axes, question=each, rater=who, blind=blind)
        for each in questions
        for who in raters
        if len(raters) > 1
    ]
    counted = [vote for vote in told(comparison, votes, axes) if vote.question in questions]
    return Verdict(
        comparison.id,
        axes,
        together,
        tuple(of for of in apart if of.votes),
        between(counted),
        with_oneself(counted),
        _kept(comparison, rows, axes, together[0], rater),
        goings(figures or {}, [vote for vote in counted if vote.question == questions[0]]),
    )


def _kept(
    comparison: Comparison,
    rows: Sequence[Vote],
    by: Sequence[str],
    of: Standing,
    rater: str | None,
) -> tuple[Kept, ...]:
    configurations = comparison.configurations(by)
    keeps = kept(vote for vote in standing(rows) if rater in {None, vote.rater})
    rows_ = [
        Kept(
            entry.sha256,
            entry.label,
            configurations[entry.sha256],
            of.line(configurations[entry.sha256]).tier,
            entry.cost,
        )
        for entry in {each.sha256: each for each in reversed(comparison.entries)}.values()
        if keeps.get(entry.sha256) and entry.sha256 in configurations
    ]
    return tuple(sorted(rows_, key=lambda row: (row.tier, row.label)))


def _known(name: str, names: Sequence[str], what: str) -> str:
    if name not in names:
        known = ", ".join(short(each) for each in names) or "none yet"
        raise InvalidRequest(f"no vote has the {what} {short(name)}; there are {known}")
    return name

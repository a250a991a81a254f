"""A blind report: pairs of copies under random names, and nothing that tells what they are."""

from __future__ import annotations

import secrets
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.values import short, texts
from veo_widgets.core.voting import Vote, fault
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.fairness import ASPECTS
from veo_widgets.home.blind import PrivateFolder
from veo_widgets.home.blind_votes import BlindMap, keep_map
from veo_widgets.judging.comparison import pair_key
from veo_widgets.judging.copies import Cleaner, Copies, telling
from veo_widgets.judging.ends import together
from veo_widgets.judging.fair import uneven
from veo_widgets.judging.pairs import Shown, next_pair
from veo_widgets.judging.sources import clips_of, comparison_of
from veo_widgets.media.blind import SLACK_S
from veo_widgets.report.media import MediaFile
from veo_widgets.report.page import unbroken
from veo_widgets.view.judge import SAID, gains

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from veo_widgets.judging.comparison import Comparison, Pair
    from veo_widgets.judging.copies import Copy
    from veo_widgets.judging.fair import Uneven
    from veo_widgets.media import Clip
    from veo_widgets.view.wire.report import BlindClip, BlindView, ShowingView

MOST_SHOWN: Final = 240
LENGTHS: Final = next(names for about, names, _ in ASPECTS if about == "Length")
"""Axes whose clips are meant to differ in length."""
TITLE: Final = "Blind comparison"


@dataclass(frozen=True)
class BlindPage:
    """A blind report before it is written.

    Attributes:
        title: What it is called.
        view: What its page draws, but for where its files are.
        media: Its files, by random names.
        warnings: What to know of it.
        leaves: What of it leaves the house.
    """

    title: str
    view: BlindView
    media: list[MediaFile]
    warnings: tuple[str, ...]
    leaves: tuple[str, ...]

    @property
    def body(self) -> str:
        """The page's body."""
        return (
            f'<header class="head"><h1>{unbroken(self.title)}</h1></header>'
            '<main><div id="pairs"><noscript>This page needs scripts: open it in a browser.'
            "</noscript></div></main><footer>Nothing on this page is sent anywhere: your votes are "
            "in the file that you save.</footer>"
        )


@contextmanager
def blind_page(
    thing: object,
    by: str | Sequence[str] | None,
    questions: Sequence[str] | None,
    title: str,
    *,
    prompts: bool,
) -> Iterator[BlindPage]:
    """Make what a blind report shows, and keep at home what its ids stand for.

    Lengths are cut to the shortest and sound is left out where it differs within pairs; previews
    whose server cannot render them without their card are left out. The copies go at the end.

    Args:
        thing: A sweep, its plan, a grid, or clips, finished jobs and paths of files.
        by: The axes that are compared.
        questions: The criteria; plain preference when not given.
        title: What the page is called; it says nothing when empty.
        prompts: Whether what both clips of a pair were made from is told.

    Raises:
        InvalidRequest: There is nothing to compare, or no such axis.
    """
    comparison, session = comparison_of(thing)
    axes = comparison.by(by)
    asked = _asked(questions)
    clips = clips_of(thing)
    out = frozenset(name for name, clip in clips.items() if not clip.facts.decoded)
    fair = [row for row in uneven(comparison.without(out), axes, clips) if SAID[row.about][1]]
    muted = any(row.about == "Sound" for row in fair)
    with ExitStack() as stack:
        cleaner = Cleaner(session)
        stack.callback(cleaner.close)
        copies = Copies(clips, PrivateFolder(session.home), cleaner)
        stack.callback(copies.close)
        out |= telling(clips, cleaner)
        needed = _clips(comparison.without(out), axes)
        pairs = [] if LENGTHS.intersection(axes) else comparison.without(out).pairs(axes)
        made = _made(copies, needed, together(pairs), sound=not muted)
        out |= frozenset(needed) - made.keys()
        shown = comparison.without(out)
        order = showings(shown, axes, secrets.randbits(64))
        ids = {clip: secrets.token_hex(8) for each in order for clip in (each.left, each.right)}
        view = _view(shown, axes, order, made, ids, prompts=prompts)
        view["questions"], view["notes"] = list(asked), _notes(fair)
        known = {name: clip for clip, name in ids.items()}
        keep_map(session.home, BlindMap(view["report"], comparison.id, known, asked))
        told = any(showing["prompt"] for showing in view["showings"])
        yield BlindPage(
            title or TITLE,
            view,
            [MediaFile(f"{name}.mp4", made[clip].path) for name, clip in sorted(known.items())],
            (
                *([_left_out(len(out))] if out else []),
                *_told_apart(shown.pairs(axes), clips, made if pairs else {}),
            ),
            (f"{len(ids)} clips without names", *(["their prompts"] if told else [])),
        )


def _left_out(count: int) -> str:
    return f"{count} clip{'s' * (count != 1)} cannot be shown blind and {'are' if count != 1 else 'is'} left out"


def _asked(questions: Sequence[str] | None) -> tuple[str, ...]:
    """Return the criteria; one that no vote can hold is refused before it is voted on."""
    asked = tuple(dict.fromkeys(texts(questions, "questions") or [""]))
    for question in asked:
        name = "0" * 32
        vote = Vote(id=name, comparison=name, kind="reveal", answer="reveal", question=question)
        problem = fault(vote)
        if problem is not None:
            raise InvalidRequest(f"this can be no question: {problem}")
    return asked


def _clips(comparison: Comparison, axes: Sequence[str]) -> list[str]:
    pairs = comparison.pairs(axes)
    return list(dict.fromkeys(clip for pair in pairs for clip in (pair.one, pair.other)))


def _told_apart(
    pairs: Sequence[Pair], clips: Mapping[str, Clip], cut: Mapping[str, Copy]
) -> list[str]:
    """Say what of pairs nothing but a new encoding would hide, and whoever knows models may know."""
    apart = [
        word
        for word, value in (("size", _size), ("frames a second", _rate), ("codec", _codec))
        if any(value(clips[pair.one]) != value(clips[pair.other]) for pair in pairs)
    ]
    lengths = [(cut[pair.one].duration, cut[pair.other].duration) for pair in pairs if cut]
    most = max((abs(one - other) for one, other in lengths), default=0.0)
    if most > SLACK_S:
        apart.append(f"length, by up to {most:.2f} s")
    if not apart:
        return []
    return [f"clips of a pair differ in {' and '.join(apart)}: who knows models may tell by it"]


def _size(clip: Clip) -> object:
    return clip.width, clip.height


def _rate(clip: Clip) -> object:
    return round(clip.fps, 2)


def _codec(clip: Clip) -> object:
    return clip.facts.video_codec, clip.facts.audio_codec


def _made(
    copies: Copies, clips: Sequence[str], beside: Mapping[str, frozenset[str]], *, sound: bool
) -> dict[str, Copy]:
    """Return a blind copy of each clip of which there can be one."""
    coming = {
        clip: copies.make(clip, beside=beside.get(clip, frozenset()), sound=sound) for clip in clips
    }
    return {clip: copy.result() for clip, copy in coming.items() if not copy.exception()}


def showings(comparison: Comparison, axes: Sequence[str], seed: int) -> list[Shown]:
    """Return pairs in the order in which a sitting without a preference would see them.

    Args:
        comparison: What is judged.
        axes: The axes that are compared.
        seed: Of the order. Who knows it knows which clip is which.

    Returns:
        Each pair once, one in ten a second time with its sides swapped; 240 at most.

    Raises:
        InvalidRequest: There is none.
    """
    order: list[Shown] = []
    votes: list[Vote] = []
    unseen = {pair.key for pair in comparison.pairs(axes)}
    while unseen and len(order) < MOST_SHOWN:
        shown = next_pair(comparison, votes, axes, seed=seed)
        if shown is None:
            break
        clips = (shown.left, shown.right)
        order.append(shown)
        unseen.discard(pair_key(clips))
        name = f"{len(order):032x}"
        votes.append(
            Vote(id=name, comparison=comparison.id, kind="pair", answer="tie", clips=clips)
        )
    if not order:
        name = short(comparison.id)
        raise InvalidRequest(f"no two clips of {name} can be shown blind: nothing is to be judged")
    return order


def _view(
    comparison: Comparison,
    axes: Sequence[str],
    order: Sequence[Shown],
    made: Mapping[str, Copy],
    ids: Mapping[str, str],
    *,
    prompts: bool,
) -> BlindView:
    """Return what the page draws: ids, and factors of at most 1 that make sides equally loud."""
    words = {pair.key: pair.prompt for pair in comparison.pairs(axes)} if prompts else {}
    showings_: list[ShowingView] = []
    for shown in order:
        factors = gains([made[clip].loudness for clip in (shown.left, shown.right)])
        most = max(1.0, *factors)
        showings_.append(
            {
                "left": ids[shown.left],
                "right": ids[shown.right],
                "left_gain": round(factors[0] / most, 4),
                "right_gain": round(factors[1] / most, 4),
                "prompt": words.get(pair_key((shown.left, shown.right)), ""),
            }
        )
    clips: dict[str, BlindClip] = {
        name: {"fps": made[clip].fps, "start": made[clip].start} for clip, name in ids.items()
    }
    return {
        "report": secrets.token_hex(16),
        "questions": [],
        "notes": [],
        "clips": clips,
        "showings": showings_,
        "files": {},
    }


def _notes(fair: Sequence[Uneven]) -> list[str]:
    words = {
        "Length": "Clips end with the shortest of them, so that their length tells nothing.",
        "Sound": "All clips are silent, because some of them have no sound.",
    }
    return [words[row.about] for row in fair if row.about in words]

"""What is judged: clips, each with its place on every axis."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.values import texts
from veo_widgets.catalogue.check import unknown_name
from veo_widgets.core.voting import comparison_id
from veo_widgets.errors import InvalidRequest
from veo_widgets.experiment.axis import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

CLIP: Final = "clip"
JOIN: Final = " · "


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a comparison with its clip.

    Attributes:
        sha256: The clip.
        label: What the clip is called.
        at: Its value on each axis.
        prompt: The whole prompt that was sent.
        cost: US dollars charged for it, where known.
        seconds: From sending to ready, where known.
    """

    sha256: str
    label: str
    at: Mapping[str, Any] = field(default_factory=dict)
    prompt: str = ""
    cost: float | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clips that may be shown beside each other; ``one`` is the smaller sha256.

    Attributes:
        one: A clip.
        other: Another.
        configurations: What of each is compared.
        prompt: What both were made from; empty where it differs.
        place: What both have in common, with the seed.
    """

    one: str
    other: str
    configurations: tuple[str, str]
    prompt: str = ""
    place: str = ""

    @property
    def key(self) -> str:
        """Names the two clips, whichever side each is on."""
        return pair_key((self.one, self.other))


@dataclass(frozen=True)
class Comparison:
    """Clips to be judged, as they stand.

    Attributes:
        id: What its votes are kept under.
        entries: Every place that has a clip; a clip may have several.
        axes: The axes with several values, in order.
    """

    id: str
    entries: tuple[Entry, ...]
    axes: tuple[str, ...] = ()
    _pairs: dict[tuple[str, ...], list[Pair]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _alike: dict[tuple[str, ...], dict[str, frozenset[str]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _configurations: dict[tuple[str, ...], dict[str, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def clips(self) -> frozenset[str]:
        """The sha256 of every clip."""
        return frozenset(entry.sha256 for entry in self.entries)

    @cached_property
    def places(self) -> dict[str, list[Entry]]:
        """The places of each clip."""
        places: dict[str, list[Entry]] = {}
        for entry in self.entries:
            places.setdefault(entry.sha256, []).append(entry)
        return places

    def without(self, clips: Collection[str]) -> Comparison:
        """Return it without these clips."""
        left = [entry for entry in self.entries if entry.sha256 not in clips]
        return replace(self, entries=tuple(left))

    def by(self, asked: str | Sequence[str] | None) -> tuple[str, ...]:
        """Return the axes that are compared.

        Args:
            asked: One or several; when not given, the models, else the first axis that
                is no seed, else the clips themselves.

        Raises:
            InvalidRequest: There is no such axis; with the nearest.
        """
        if asked is None:
            real = [name for name in self.axes if name not in SAMPLES]
            return ("model",) if "model" in real else tuple(real[:1]) or (CLIP,)
        names = [asked] if isinstance(asked, str) else texts(asked, "axes") or []
        known = [*self.axes, CLIP]
        for name in names:
            if name not in known:
                problem = str(unknown_name(name, None, known))
                raise InvalidRequest(problem.replace("parameter", "axis to compare by", 1))
        if not names:
            raise InvalidRequest(f"name what is compared: {', '.join(known)}")
        return tuple(dict.fromkeys(names))

    def configurations(self, by: Sequence[str]) -> dict[str, str]:
        """Return the configuration of each clip that has exactly one.

        A clip that stands at several values of an axis, as one of a model without that
        parameter does, cannot be judged by it.
        """
        if tuple(by) not in self._configurations:
            told = {
                clip: {configuration(entry, by) for entry in entries}
                for clip, entries in self.places.items()
            }
            self._configurations[tuple(by)] = {
                clip: next(iter(names)) for clip, names in told.items() if len(names) == 1
            }
        return self._configurations[tuple(by)]

    def comparable(self, one: str, other: str, by: Sequence[str]) -> bool:
        """Tell whether two clips differ in nothing but what is compared, and the seed."""
        if CLIP in by:
            return True
        if tuple(by) not in self._alike:
            self._alike[tuple(by)] = {
                clip: frozenset(self._common(entry, by) for entry in entries)
                for clip, entries in self.places.items()
            }
        alike = self._alike[tuple(by)]
        return bool(alike[one] & alike[other])

    def _common(self, entry: Entry, by: Sequence[str]) -> str:
        names = [name for name in self.axes if name not in by and name not in SAMPLES]
        return as_text([entry.at.get(name) for name in names])

    def pairs(self, by: Sequence[str]) -> list[Pair]:
        """Return the pairs that tell most: same prompt and seed where there are any such."""
        if tuple(by) not in self._pairs:
            self._pairs[tuple(by)] = self._paired(by)
        return self._pairs[tuple(by)]

    def _paired(self, by: Sequence[str]) -> list[Pair]:
        configurations = self.configurations(by)
        groups: dict[str, dict[str, list[Entry]]] = {}
        for entry in self.entries:
            if entry.sha256 in configurations:
                common = "" if CLIP in by else self._common(entry, by)
                group = groups.setdefault(common, {})
                group.setdefault(configurations[entry.sha256], []).append(entry)
        pairs: dict[str, Pair] = {}
        for group in groups.values():
            for first, second in combinations(sorted(group), 2):
                for entries in _matched(group[first], group[second], by):
                    pair = _pair(*entries, configurations)
                    pairs.setdefault(pair.key, pair)
        return list(pairs.values())


def _matched(
    first: Sequence[Entry], second: Sequence[Entry], by: Sequence[str]
) -> list[tuple[Entry, Entry]]:
    every = [(a, b) for a in first for b in second if a.sha256 != b.sha256]
    names = SAMPLES.difference(by)
    same = [(a, b) for a, b in every if all(a.at.get(n) == b.at.get(n) for n in names)]
    return same or every


def _pair(a: Entry, b: Entry, configurations: Mapping[str, str]) -> Pair:
    one, other = sorted((a, b), key=lambda entry: entry.sha256)
    prompt = one.prompt if one.prompt == other.prompt else ""
    seeds = [one.at.get(name) for name in sorted(SAMPLES)]
    names = (configurations[one.sha256], configurations[other.sha256])
    return Pair(one.sha256, other.sha256, names, prompt, as_text([prompt, *seeds]))


def pair_key(clips: Iterable[str]) -> str:
    """Return what names two clips, whichever side each is on."""
    return "+".join(sorted(clips))


def configuration(entry: Entry, by: Sequence[str]) -> str:
    """Return the words for what of an entry is compared."""
    return JOIN.join(entry.label if name == CLIP else words(entry.at.get(name)) for name in by)


def words(value: object) -> str:
    """Return a value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "–"
    return value if isinstance(value, str) else as_text(value)


def as_text(value: object) -> str:
    """Return a value as JSON with one spelling."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def unlike(labels: Sequence[str]) -> list[str]:
    """Return labels with a number behind each that another has too."""
    counts, seen = Counter(labels), Counter[str]()
    out = []
    for label in labels:
        seen[label] += 1
        out.append(f"{label} ({seen[label]})" if counts[label] > 1 else label)
    return out


def of_entries(entries: Sequence[Entry], axes: Sequence[str]) -> Comparison:
    """Return a comparison of clips that no sweep made."""
    return Comparison(comparison_id(entry.sha256 for entry in entries), tuple(entries), tuple(axes))

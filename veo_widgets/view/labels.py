"""What to call things of a set: by what differs among them, and nothing else."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LONGEST: Final = 48
SHORT: Final = 26
KEPT_WORDS: Final = 1


def text(value: Any, most: int = LONGEST) -> str:  # noqa: ANN401
    """Write a value as a header shows it, cut at ``most`` characters; 0 for all of it."""
    if isinstance(value, (list, tuple)):
        return ", ".join(text(part, most) for part in value)
    words = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return words if not most or len(words) <= most else f"{words[: most - 1]}…"


def shortened(texts: Sequence[str], most: int = LONGEST) -> list[str]:
    """Return texts without the words that all of them begin or end with.

    Where that is still too long, the others are told by what they change of the first one.

    Args:
        texts: Short ones stay as they are.
        most: Characters of the longest that is returned.
    """
    different = list(dict.fromkeys(texts))
    if len(different) < 2 or max(map(len, different)) <= SHORT:
        return [text(each, most) for each in texts]
    split = {each: each.split() for each in different}
    shortest = min(len(words) for words in split.values())
    lead = _common(list(split.values()), shortest)
    backwards = [words[::-1] for words in split.values()]
    tail = _common(backwards, shortest - lead)
    before = max(0, lead - KEPT_WORDS)
    after = max(0, tail - KEPT_WORDS)

    def cut(each: str) -> str:
        words = split[each]
        middle = " ".join(words[before : len(words) - after])
        marked = f"{'… ' if before else ''}{middle}"
        return f"{marked} …" if after else marked

    labels = [cut(each) for each in texts]
    if max(map(len, labels)) <= most or most < LONGEST:
        return [text(label, most) for label in labels]
    first, *others = different
    changes = {each: changed(split[first], split[each]) for each in others}
    told = {each: text(change, most) for each, change in changes.items()}
    few = max(most, max(map(len, different)) * 2 / 3)
    if max(map(len, changes.values())) <= few and len({*told.values()}) == len(others):
        return [told.get(each) or text(cut(each), most) for each in texts]
    return [text(label, most) for label in labels]


def changed(first: Sequence[str], other: Sequence[str]) -> str:
    """Say what words another text has in the place of the first one's."""
    steps = []
    for kind, a, b, c, d in SequenceMatcher(
        None, [_bare([word]) for word in first], [_bare([word]) for word in other], autojunk=False
    ).get_opcodes():
        gone, come = _bare(first[a:b]), _bare(other[c:d])
        if kind != "equal" and gone != come:
            steps.append(
                f"{gone} → {come}" if gone and come else f"− {gone}" if gone else f"+ {come}"
            )
    return ", ".join(steps)


def _bare(words: Sequence[str]) -> str:
    return " ".join(words).strip(",.;")


def _common(texts: Sequence[Sequence[str]], most: int) -> int:
    """Count the words that all begin with."""
    count = 0
    for words in zip(*texts, strict=False):
        if count >= most or len(set(words)) > 1:
            break
        count += 1
    return count


def worded(name: str, value: str) -> str:
    """Say a value with its name, where it says little by itself."""
    bare = value.replace(".", "", 1).lstrip("-").isdigit() or value in {"yes", "no", "–"}
    return f"{name.replace('_', ' ')} {value}" if bare else value


def named(
    rows: Sequence[Mapping[str, Any]],
) -> tuple[list[str], list[tuple[str, str]]]:
    """Name rows by the columns in which they differ; return the others beside the names.

    Args:
        rows: Their values, by column; what a row lacks is a dash.

    Returns:
        A name for each row, empty where nothing differs, and what is the same in all.
    """
    columns = list(dict.fromkeys(name for row in rows for name in row))
    parts: list[list[str]] = [[] for _ in rows]
    same: list[tuple[str, str]] = []
    for name in columns:
        values = [text(row[name], 0) if name in row else "–" for row in rows]
        if len(set(values)) == 1:
            same.append((name, values[0]))
            continue
        for part, value in zip(parts, shortened(values), strict=True):
            part.append(worded(name, value))
    return [" · ".join(part) for part in parts], same

"""Votes as a file that goes from one rater to another."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.files import write_whole
from veo_widgets._lib.values import file_path, short
from veo_widgets.core.voting import SHA256, Vote
from veo_widgets.errors import InvalidRequest
from veo_widgets.home.votes import fault_of, vote_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike
    from pathlib import Path

FORMAT: Final = "veo-widgets votes"
VERSION: Final = 1
MOST_BYTES: Final = 64_000_000


@dataclass(frozen=True, slots=True)
class VoteFile:
    """What a file of votes says.

    Attributes:
        comparison: The id of what was judged.
        clips: The sha256 of all its clips.
        votes: The rows, oldest first.
    """

    comparison: str
    clips: frozenset[str]
    votes: tuple[Vote, ...]


def write_votes(
    path: str | PathLike[str], comparison: str, clips: Iterable[str], votes: Iterable[Vote]
) -> Path:
    """Write votes to a file, whole or not at all.

    Raises:
        InvalidRequest: The file cannot be written.
    """
    file = file_path(path)
    body = {
        "format": FORMAT,
        "version": VERSION,
        "comparison": comparison,
        "clips": sorted({*clips}),
        "votes": [asdict(vote) for vote in votes],
    }
    try:
        if file is None:
            raise FileNotFoundError(2, "no path")
        write_whole(file, json.dumps(body, ensure_ascii=False, indent=1).encode())
    except OSError as error:
        raise InvalidRequest(f"{short(path)} cannot be written: {error.strerror}") from None
    return file


def read_votes(path: str | PathLike[str]) -> VoteFile:
    """Read a file of votes; a bad one is refused whole.

    Raises:
        InvalidRequest: It is not there, or not such a file; with what is wrong and where.
    """
    return votes_in(read_body(path), short(str(path)))


def votes_in(body: Mapping[str, Any], name: str) -> VoteFile:
    """Return the votes of a file's JSON.

    Args:
        body: What ``read_body`` returned.
        name: What the file is called in messages.

    Raises:
        InvalidRequest: It is no such file; with what is wrong and where.
    """
    if body.get("format") != FORMAT:
        raise InvalidRequest(f'{name} is not a file of votes: it has no "format": "{FORMAT}"')
    if body.get("version") != VERSION:
        raise InvalidRequest(
            f"{name} is of version {short(body.get('version'))}, this package reads {VERSION}: "
            "update it"
        )
    comparison, clips, rows = (body.get(key) for key in ("comparison", "clips", "votes"))
    if not isinstance(comparison, str) or not isinstance(rows, list):
        raise InvalidRequest(f"{name} names no comparison, or has no list of votes")
    if not isinstance(clips, list) or not all(SHA256.fullmatch(str(clip)) for clip in clips):
        raise InvalidRequest(f"{name}: clips are a list of sha256, 64 hexadecimal digits each")
    votes = []
    for number, row in enumerate(rows, 1):
        vote = vote_of(row)
        if vote is None:
            raise InvalidRequest(f"{name}: vote {number} of {len(rows)} is none: {fault_of(row)}")
        if vote.comparison != comparison:
            raise InvalidRequest(f"{name}: vote {number} is about {short(vote.comparison)}")
        strange = {*vote.clips} - {*clips}
        if strange:
            raise InvalidRequest(f"{name}: vote {number} is about a clip that the file has not")
        votes.append(vote)
    return VoteFile(comparison, frozenset(clips), tuple(votes))


def read_body(path: str | PathLike[str]) -> dict[str, Any]:
    """Return the JSON object that a file of votes holds, of whichever format.

    Raises:
        InvalidRequest: It is not there, cannot be read, or holds none.
    """
    file, name = file_path(path), short(str(path))
    try:
        if file is None or not file.is_file():
            raise InvalidRequest(f"there is no file {name}")
        if file.stat().st_size > MOST_BYTES:
            raise InvalidRequest(f"{name} is larger than {MOST_BYTES // 1_000_000} MB")
        body = json.loads(file.read_bytes())
    except OSError as error:
        raise InvalidRequest(f"{name} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise InvalidRequest(f"{name} is not a file of votes: it is no JSON") from None
    if not isinstance(body, dict):
        raise InvalidRequest(f'{name} is not a file of votes: it has no "format": "{FORMAT}"')
    return body

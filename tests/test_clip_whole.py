"""A paid clip is whole on disk, or fetched again, or said to be none: never twice paid."""

from __future__ import annotations

import base64
import errno
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from veo_widgets import Client, errors
from veo_widgets._lib import files
from veo_widgets.conductor import collect, pacing
from veo_widgets.media.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.judge import Judge
    from veo_widgets.client import Job

ASKED = {"prompt": "a whole clip", "seed": 7, "duration": 4}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "LONGEST_PAUSE_S", 0.05)
    monkeypatch.setattr(collect, "AGAIN_S", 0.05)


@pytest.fixture
def client(judge: Judge, tmp_path: Path) -> Iterator[Client]:
    with Client(home=tmp_path / "home", **judge.options()) as found:
        yield found


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def in_the_way(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "kept").write_text("x")


def where_it_grows(clip: Path) -> None:
    clip.unlink()
    for name in jobs_of(clip):
        (clip.parent / f"{name}.part").mkdir()


def no_folder(clip: Path) -> None:
    shutil.rmtree(clip.parent)


def no_folder_but_a_file(clip: Path) -> None:
    shutil.rmtree(clip.parent)
    clip.parent.write_text("x")


def longer(clip: Path) -> None:
    clip.write_bytes(clip.read_bytes() + b"x")


HURT: dict[str, Callable[[Path], None]] = {
    "deleted": lambda clip: clip.unlink(),
    "empty": lambda clip: os.truncate(clip, 0),
    "cut": cut,
    "longer": longer,
    "a folder in its place": in_the_way,
    "a folder where it grows": where_it_grows,
    "clips folder gone": no_folder,
    "clips is a file": no_folder_but_a_file,
}


def jobs_of(clip: Path) -> list[str]:
    from veo_widgets.home import Ledger

    ledger = Ledger(clip.parent.parent / "ledger.sqlite")
    try:
        return [record.id for record in ledger.select()]
    finally:
        ledger.close()


@pytest.mark.parametrize("hurt", HURT)
def test_a_clip_that_is_not_whole_is_fetched_again_for_free(
    client: Client, judge: Judge, hurt: str
) -> None:
    clip = client.submit("veo-3-fast", **ASKED).wait(60)
    HURT[hurt](clip.path)

    again = client.submit("veo-3-fast", **ASKED).wait(60)

    assert again.path.read_bytes() == judge.clip
    assert client.session.store.whole(again.sha256)
    assert judge.posts == 1


def test_bytes_that_changed_under_the_same_size_are_told_by_their_hash(
    client: Client, judge: Judge
) -> None:
    clip = client.submit("veo-3-fast", **ASKED).wait(60)
    data = bytearray(clip.path.read_bytes())
    data[-1] ^= 1
    clip.path.write_bytes(data)

    assert not client.session.store.whole(clip.sha256)


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.EIO])
def test_a_folder_that_cannot_be_synced_is_warned_of_once(
    client: Client, judge: Judge, code: int, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    real, warned = os.fsync, files._warned.copy()
    files._warned.clear()

    def fsync(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112
            raise OSError(code, os.strerror(code))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    for seed in (1, 2):
        client.submit("veo-3-fast", **{**ASKED, "seed": seed}).wait(60)
    files._warned.update(warned)

    said = [record for record in caplog.records if "does not confirm" in record.message]
    assert len(said) == 1
    assert judge.posts == 2


@pytest.mark.parametrize(
    ("where", "code"),
    [
        *(("keep", code) for code in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)),
        ("poster", errno.ENOSPC),
        ("part", errno.EACCES),
    ],
)
def test_a_disk_that_refuses_for_a_while_costs_nothing(
    client: Client, judge: Judge, where: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = getattr(Store, where), [3]

    def refusing(store: Store, *values: Any) -> Any:
        if left[0] > 0:
            left[0] -= 1
            raise OSError(code, os.strerror(code), str(store.home.clips))
        return real(store, *values)

    monkeypatch.setattr(Store, where, refusing)
    job = client.submit("veo-3-fast", **ASKED)

    assert job.wait(60).path.read_bytes() == judge.clip
    assert judge.posts == 1
    if where != "poster":
        assert [
            event
            for event in job.history
            if "disk is full" in event.cause or "cannot be stored" in event.cause
        ]


def test_a_paid_clip_that_this_machine_cannot_decode_is_kept_and_said(
    client: Client, judge: Judge
) -> None:
    judge.clip = judge.clip[:40] + bytes(4000)
    job = client.submit("veo-3-fast", **ASKED)
    clip = job.wait(60)

    assert clip.path.read_bytes() == judge.clip
    assert "cannot show" in job.record.note
    assert judge.calls["clip"] == 2
    client.submit("veo-3-fast", **ASKED).wait(60)
    assert (judge.posts, judge.calls["clip"]) == (1, 2)


def test_what_is_no_video_is_never_kept_as_one(client: Client, judge: Judge) -> None:
    judge.clip = b"no video at all" * 100
    job = client.submit("veo-3-fast", **ASKED)

    with pytest.raises(errors.MediaError):
        job.wait(60)
    assert judge.posts == 1


NOTHING: dict[str, dict[str, Any]] = {
    "empty list": {"output": []},
    "null": {"output": None},
    "empty video": {"video": []},
    "no field": {},
    "a word": {"output": "no frames were made"},
    "words within": {"output": {"message": "try another prompt"}},
}


@pytest.mark.parametrize("body", NOTHING)
def test_completed_without_a_clip_ends_and_is_never_bought_again(
    client: Client, judge: Judge, body: str
) -> None:
    judge.result = NOTHING[body]
    job = client.submit("veo-3-fast", **ASKED)
    with pytest.raises(errors.MediaError, match="without a clip") as caught:
        job.wait(60)

    words = str(NOTHING[body])
    assert "frames" not in words or "no frames were made" in str(caught.value)
    assert "did not tell" in caught.value.next_step
    judge.result = None
    again = client.submit("veo-3-fast", **ASKED).wait(60)
    assert again.path.read_bytes() == judge.clip
    assert judge.posts == 1


def test_a_clip_that_a_filter_took_is_blocked_with_its_words(client: Client, judge: Judge) -> None:
    judge.cost = None
    judge.result = {"output": {"raiMediaFilteredReasons": ["blocked by responsible ai, code 17"]}}
    job = client.submit("veo-3-fast", **ASKED)

    with pytest.raises(errors.ContentBlocked, match="code 17"):
        job.wait(60)
    assert job.state == "blocked"


def ended(job: Job) -> str:
    return job.session.blocking(job.session.ended(job.id), 60).state


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("CANCELED", "failed"),
        ("cancelled", "failed"),
        ("TIMED_OUT", "failed"),
        ("timed out", "failed"),
        ("ERROR", "failed"),
        ("SUCCEEDED", "ready"),
        ("done", "ready"),
    ],
)
def test_a_synonym_ends_a_job(client: Client, judge: Judge, word: str, state: str) -> None:
    url = f"{judge.origin}/clips/x.mp4"
    for _ in range(2):
        judge.scripts["status"].append((200, {"status": word, "output": url}))
        judge.scripts["result"].append((200, {"status": word, "output": url}))
    job = client.submit("veo-3-fast", **ASKED)

    assert ended(job) == state
    assert judge.posts == 1


@pytest.mark.parametrize(
    "shape",
    [
        lambda url: {"output": {"video": {"url": url}}},
        lambda url: {"output": f'{{"video": {{"url": "{url}"}}}}'},
        lambda url: {"output": [{"type": "image", "url": f"{url}.png"}, {"uri": url}]},
        lambda url: {"output": {"thumbnail": f"{url}.jpg", "uri": url}},
        lambda url: {"videos": [url, url.replace(".mp4", "b.mp4")]},
        lambda url: {"video": url},
        lambda url: {"video": [], "output": [[url]]},
        lambda url: {"result": {"data": [{"video": {"uri": url}}]}},
    ],
)
def test_a_clip_is_found_in_every_shape_of_a_result(
    client: Client, judge: Judge, shape: Callable[[str], dict[str, Any]]
) -> None:
    judge.result = shape(f"{judge.origin}/clips/r.mp4")

    assert client.submit("veo-3-fast", **ASKED).wait(60).path.read_bytes() == judge.clip


def test_a_clip_within_the_answer_is_kept(client: Client, judge: Judge) -> None:
    judge.result = {"output": f"data:video/mp4;base64,{base64.b64encode(judge.clip).decode()}"}
    job = client.submit("veo-3-fast", **ASKED)

    assert job.wait(60).path.read_bytes() == judge.clip
    assert job.record.output_url is None

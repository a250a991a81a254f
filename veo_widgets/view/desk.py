"""The pairs that lie ready to be judged: their copies, and the ids they go by."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from veo_widgets.judging.comparison import pair_key
from veo_widgets.view.judge import pair_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from veo_widgets.judging.copies import Copies, Copy
    from veo_widgets.media import Clip
    from veo_widgets.view.wire.judge import PairView

Two = tuple[str, str]


class Desk:
    """Lays out pairs; a pair has ids of its own for as long as it lies there.

    Args:
        copies: Makes the copies.
        clips: The clips by sha256.
        prompts: What both clips of a pair were made from, by the pair's key.
        cut: Whether both clips of a pair end with the shorter one.
        sound: Whether they have any.
        made: Hears, in another thread, that a pair's copies are there, or of which clips
            there can be none.
    """

    def __init__(
        self,
        copies: Copies,
        clips: Mapping[str, Clip],
        prompts: Mapping[str, str],
        *,
        cut: bool,
        sound: bool,
        made: Callable[[Sequence[str]], None],
    ) -> None:
        self._copies, self._clips, self._prompts = copies, clips, prompts
        self._cut, self._sound, self._made = cut, sound, made
        self._views: dict[Two, PairView] = {}
        self._files: dict[str, Path] = {}
        self._waiting: set[Two] = set()

    def lay(self, pairs: Sequence[Two]) -> list[PairView | None]:
        """Lay out these pairs, and no others; ``None`` for one that is still made.

        Args:
            pairs: The sha256 of the left and of the right clip, of each.
        """
        views = [self._view(pair) for pair in pairs]
        self._views = {pair: view for pair, view in self._views.items() if pair in pairs}
        ids = {view[side]["id"] for view in self._views.values() for side in ("left", "right")}
        self._files = {name: path for name, path in self._files.items() if name in ids}
        return views

    def take_away(self, pair: Two) -> None:
        """Let a pair that was answered lie here no more: shown again, it has other ids."""
        self._views.pop(pair, None)

    def file(self, name: str) -> Path | None:
        """Return the file of a side that lies here."""
        return self._files.get(name)

    def _view(self, pair: Two) -> PairView | None:
        if pair in self._views:
            return self._views[pair]
        beside = frozenset(pair if self._cut else ())
        copies = [self._copies.make(clip, beside=beside, sound=self._sound) for clip in pair]
        if not all(copy.done() for copy in copies):
            if pair not in self._waiting:
                self._waiting.add(pair)
                for copy in copies:
                    copy.add_done_callback(lambda _: self._came(pair, copies))
            return None
        if any(copy.exception() for copy in copies):
            return None
        sides = [(secrets.token_hex(8), copy.result()) for copy in copies]
        self._files |= {name: copy.path for name, copy in sides}
        view = pair_view(secrets.token_hex(8), self._prompts.get(pair_key(pair), ""), sides)
        self._views[pair] = view
        return view

    def _came(self, pair: Two, copies: Sequence[Future[Copy]]) -> None:
        if all(copy.done() for copy in copies):
            self._waiting.discard(pair)
            bad = [clip for clip, copy in zip(pair, copies, strict=True) if copy.exception()]
            self._made(bad)

    def close(self) -> None:
        """Remove all copies."""
        self._copies.close()

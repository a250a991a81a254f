"""Things whose clips can be voted on: what judges them is told from above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.shown_file import ShownFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from os import PathLike
    from pathlib import Path

    import pandas as pd

    from veo_widgets.judging.verdict import Verdict
    from veo_widgets.media import Clip
    from veo_widgets.report import Report

_judge: Callable[[str], Callable[..., Any]] | None = None


def use(judge: Callable[[str], Callable[..., Any]]) -> None:
    """Set what judges.

    Args:
        judge: Returns the function of a name, which takes the thing first.
    """
    global _judge  # noqa: PLW0603
    _judge = judge


def call(name: str, *values: object, **options: object) -> Any:  # noqa: ANN401
    """Call a function of the parts above, by its name."""
    if _judge is None:
        raise RuntimeError("import veo_widgets before judging")
    return _judge(name)(*values, **options)


class Judged:
    """Gives a set of clips its votes and its verdict."""

    def votes(self) -> pd.DataFrame:
        """Return every vote on these clips as a data frame, a row each.

        Columns: ``at`` (seconds since the epoch), ``rater``, ``question``, ``kind``, ``answer``;
        ``left`` and ``right`` (what each clip is called) with their sha256; ``preferred``;
        ``blind``; ``watched_left``, ``watched_right`` and ``moment`` (seconds); ``undone``;
        ``session`` and ``id``.

        Raises:
            InvalidRequest: pandas is not installed.
        """
        frame: pd.DataFrame = call("votes", self)
        return frame

    def export_votes(self, path: str | PathLike[str], *, rater: str | None = None) -> Path:
        """Write the votes to a JSON file that ``veo.merge_votes`` takes elsewhere.

        Args:
            path: The file; one that is there is replaced.
            rater: Whose; everybody's when not given.
        """
        written: Path = call("export_votes", self, path, rater=rater)
        return written

    def export(
        self, folder: str | PathLike[str], *, cost: bool = False, sidecar: bool = False
    ) -> Path:
        """Write the clips and what is known of them as files that other tools read.

        The folder is what Hugging Face's ``videofolder`` takes: clips named by what varies,
        and ``metadata.jsonl``. Beside them lie ``table.csv`` for spreadsheets, ``votes.csv``,
        ``scores.csv`` of what was measured, ``preferences.jsonl`` (prompt, chosen, rejected)
        and, of a sweep, ``sweep.yaml``.

        Args:
            folder: Made if it is not there; files of the same names are replaced.
            cost: Whether to tell what the clips cost, in US dollars.
            sidecar: Whether a JSON file beside each clip says what the clip itself says.

        Returns:
            The folder.

        Raises:
            InvalidRequest: It is no folder.
            MediaError: There is no clip yet, or the folder cannot be written.
        """
        written: Path = call("export", self, folder, cost=cost, sidecar=sidecar)
        return written

    def export_video(
        self,
        path: str | PathLike[str],
        *,
        sound: str | int | None = "switch",
        wipe: bool = False,
        title: str | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> ShownFile:
        """Write the clips as one video, labelled by what varies, laid out as the grid has them.

        Args:
            path: The MP4: H.264, with AAC where there is sound.
            sound: ``"switch"`` for each clip's in turn, underlined while it is heard; a
                number for one clip's, from 0; ``None`` for silence.
            wipe: Whether the second of two clips is wiped over the first, to and fro.
            title: What the card at the beginning says; the name when not given, no card
                when empty.
            progress: Called with how much is done, from 0 to 1.

        Returns:
            The file, a path that a cell plays.

        Raises:
            InvalidRequest: The path, the sound or the number of clips do not fit.
            MediaError: There is no clip yet, one does not decode, or the file cannot be
                written.
        """
        options = {"sound": sound, "wipe": wipe, "title": title, "progress": progress}
        return ShownFile(call("export_video", self, path, **options))

    def verdict(
        self,
        by: str | Sequence[str] | None = None,
        *,
        question: str | None = None,
        rater: str | None = None,
    ) -> Verdict:
        """Return what the votes say, with intervals and in one honest sentence.

        Args:
            by: The axis that is compared, or several together: ``model``, ``prompt``,
                ``resolution``, …, or ``clip``; the models where there are several.
            question: Only this criterion; each by itself when not given.
            rater: Only this one's votes; all together and each apart when not given.

        Raises:
            InvalidRequest: There is no such axis, question or rater.
        """
        verdict: Verdict = call("verdict", self, by, question=question, rater=rater)
        return verdict

    def kept(self, by: str | Sequence[str] | None = None) -> list[Clip]:
        """Return the clips that were kept, those of the best tier first.

        Args:
            by: The axis that is compared, as ``verdict`` takes it.

        Raises:
            InvalidRequest: There is no such axis.
        """
        clips: list[Clip] = call("kept", self, by)
        return clips

    def report(
        self,
        path: str | PathLike[str],
        *,
        blind: bool = False,
        by: str | Sequence[str] | None = None,
        questions: Sequence[str] | None = None,
        title: str = "",
        prompts: bool = True,
        costs: bool = True,
        evidence: bool = False,
        force: bool = False,
    ) -> Report:
        """Write the clips and what is known of them as a page that needs no kernel.

        ``panda.html`` is one file, ``panda/`` a folder with ``index.html`` and the media beside
        it; ``panda`` is one file up to 40 MB, a folder above. The page asks nothing of the network.

        Args:
            path: Where to; a report that is there is replaced.
            blind: Pairs to be voted on instead: no name, seed or price is in it. The votes come
                back as a file for ``veo.merge_votes``; ``reveal()`` of what this returns
                writes the open report then.
            by: The axes that are compared; as for ``verdict``.
            questions: Of a blind report, the criteria; plain preference when not given.
            title: What the page is called; the sweep's name, and nothing in a blind report.
            prompts: Whether prompts are told.
            costs: Whether costs and prices are told.
            evidence: Whether ids of jobs and requests are told.
            force: Write one file of more than 200 MB, too.

        Returns:
            Where it is, how large, and what of it leaves the house.

        Raises:
            InvalidRequest: The path cannot be written, or one file would be too large.
            MediaError: There is no clip yet.
        """
        options = {"blind": blind, "by": by, "questions": questions, "title": title}
        options |= {"prompts": prompts, "costs": costs, "evidence": evidence, "force": force}
        written: Report = call("report", self, path, **options)
        return written


class JudgedAndShown(Judged, Displayable):
    """Votes, verdict and a rich display."""

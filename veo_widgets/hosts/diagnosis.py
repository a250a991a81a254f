"""What facts about a machine mean for the kit: rules on plain values, each with its cure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Verdict = Literal["ok", "note", "bad"]

SCARCE_BYTES: Final = 2_000_000_000
NONE_BYTES: Final = 200_000_000
SKEW_S: Final = 120.0
DECODED: Final = ("h264", "hevc", "av1", "vp9", "aac", "opus")
ENCODED: Final = ("libx264", "aac")
LEAST: Final[Mapping[str, tuple[int, ...]]] = {
    "anywidget": (0, 11),
    "ipywidgets": (8, 1, 5),
    "ipykernel": (6, 29),
    "jupyterlab": (4, 4),
}
LAB: Final = {"anywidget": "anywidget", "@jupyter-widgets/jupyterlab-manager": "ipywidgets"}
"""What of the front end has to be where the Jupyter server runs, and what brings it."""
HOSTS: Final[Mapping[str, tuple[str, str]]] = {
    "Colab": (
        "messages of threads may be held back there",
        "badges ask by themselves when they hear nothing; clips come through the kernel",
    ),
    "VS Code": (
        "its browser has no AAC, and no Jupyter server that serves clips",
        "clips come through the kernel, with their sound as MP3",
    ),
    "marimo": (
        "it has no Jupyter server that serves clips",
        "clips come through the kernel; the widgets need no mo.ui.anywidget(…) around them",
    ),
    "Solara": (
        "it has no Jupyter server that serves clips, and no cells",
        "clips come through the kernel; solara.display(…) shows a widget",
    ),
    "Voilà": ("reloading the page starts another kernel", "jobs are found again in the home"),
    "terminal": ("it draws no widgets", "objects print their text; veo-widgets runs everything"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        about: What.
        verdict: ``ok``, ``note`` (works, with less) or ``bad``.
        text: What was found.
        cure: What would make it right; empty where nothing is wrong.
        instead: What the kit does meanwhile.
    """

    about: str
    verdict: Verdict
    text: str
    cure: str = ""
    instead: str = ""


def host_of(environ: Mapping[str, str], modules: Sequence[str], *, notebook: bool) -> str:
    """Name the host of a process.

    Args:
        environ: Its environment.
        modules: What it imported.
        notebook: Whether a notebook's kernel runs it.
    """
    if "google.colab" in modules:
        return "Colab"
    if "marimo._runtime.context" in modules:
        return "marimo"
    if "solara.server.kernel_context" in modules:
        return "Solara"
    if not notebook:
        return "terminal"
    if any(name.startswith("VSCODE_") for name in environ):
        return "VS Code"
    if environ.get("VOILA_REQUEST_URL") or environ.get("VOILA_KERNEL_ID"):
        return "Voilà"
    return "JupyterHub" if environ.get("JUPYTERHUB_SERVICE_PREFIX") else "Jupyter"


def host(name: str) -> Finding:
    """Judge a host by its name."""
    if name not in HOSTS:
        return Finding("host", "ok", name)
    lacks, instead = HOSTS[name]
    return Finding("host", "note", f"{name}: {lacks}", instead=instead)


def room(free: int) -> Finding:
    """Judge the bytes that are free where the home lies."""
    text = f"{free / 1e9:.1f} GB free where the home lies"
    if free < NONE_BYTES:
        return Finding(
            "disk", "bad", text, "make room", "paid clips wait at the service, for days at the most"
        )
    verdict: Verdict = "note" if free < SCARCE_BYTES else "ok"
    return Finding("disk", verdict, text, "make room soon" if verdict == "note" else "")


def file_system(kind: str, *, shared: bool) -> Finding:
    """Judge the file system of the home."""
    if not shared:
        return Finding("file system", "ok", kind or "of a kind that the system does not tell")
    return Finding(
        "file system",
        "note",
        f"{kind}, which several machines may see at once",
        "a folder on a local disk is quicker and safer: VEO_WIDGETS_HOME",
        "the ledger is kept without a write-ahead log",
    )


def clock(skew_s: float) -> Finding:
    """Judge by how many seconds the service's clock is ahead."""
    if abs(skew_s) <= SKEW_S:
        return Finding("clock", "ok", f"within {SKEW_S / 60:.0f} minutes of the service's")
    return Finding(
        "clock",
        "note",
        f"{abs(skew_s):.0f} s {'behind' if skew_s > 0 else 'ahead of'} the service's",
        "set this machine's clock",
        "pauses go by a clock that only runs, and the history is read by the service's own time",
    )


def codecs(decoded: Sequence[str], encoded: Sequence[str]) -> Finding:
    """Judge what the kernel's own FFmpeg can read and write; no program is called."""
    lost = [name for name in DECODED if name not in decoded]
    unmade = [name for name in ENCODED if name not in encoded]
    if not lost and not unmade:
        return Finding("codecs", "ok", "H.264, HEVC, AV1, VP9, AAC and Opus; no ffmpeg is needed")
    return Finding(
        "codecs",
        "bad" if unmade else "note",
        ", ".join([*(f"cannot read {name}" for name in lost), *(f"no {name}" for name in unmade)]),
        "pip install --force-reinstall --only-binary av av",
        "a clip that cannot be read is kept as it came, and the browser may still play it",
    )


def package(name: str, version: str | None) -> Finding:
    """Judge the version of a package in the kernel's environment."""
    least = LEAST[name]
    wanted = ".".join(map(str, least))
    if version is None:
        verdict: Verdict = "bad" if name in {"anywidget", "ipywidgets"} else "note"
        return Finding(name, verdict, "not installed here", f"pip install '{name}>={wanted}'")
    if numbers(version) < least:
        return Finding(name, "bad", version, f"pip install '{name}>={wanted}'")
    if name == "ipykernel" and numbers(version)[:2] == (7, 0):
        return Finding(name, "bad", f"{version} loses messages of widgets", "update ipykernel")
    if name == "ipykernel" and numbers(version)[0] < 7:
        return Finding(
            name,
            "note",
            f"{version}: a press while a cell runs is heard after it",
            "pip install 'ipykernel>=7.1'",
        )
    return Finding(name, "ok", version)


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers that a version begins with."""
    parts: list[int] = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        parts.append(int(digits))
    return tuple(parts)


def served(versions: Mapping[str, str | None], *, serves: bool | None) -> list[Finding]:
    """Judge a Jupyter server.

    Args:
        versions: Of the front end's parts that it has.
        serves: Whether it serves clips; ``None`` where no server answered.
    """
    if serves is None:
        return [
            Finding(
                "Jupyter server",
                "note",
                "none of this user answers here",
                instead="clips come through the kernel",
            )
        ]
    there = Finding("Jupyter server", "ok", "serves clips with HTTP Range")
    absent = Finding(
        "Jupyter server",
        "note",
        "answers, without the kit's extension",
        "pip install veo-widgets where the Jupyter server runs, and start it again",
        "clips come through the kernel: slower, and they are held in the page's memory",
    )
    return [there if serves else absent, *(_part(*item) for item in versions.items())]


def _part(name: str, version: str | None) -> Finding:
    about = f"{name} at the server"
    if version is not None:
        return Finding(about, "ok", version)
    return Finding(
        about,
        "bad",
        "not there: no widget of the kit can be drawn",
        f"pip install {LAB[name]} where the Jupyter SERVER runs, then reload the page",
        "jobs go on all the same: veo.jobs() lists them",
    )

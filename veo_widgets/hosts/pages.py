"""What a notebook's page said of itself means for the kit: rules on plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from veo_widgets.hosts.diagnosis import Finding

if TYPE_CHECKING:
    from veo_widgets.view.wire.page import PageFacts

THROUGH_KERNEL: Final = "clips come through the kernel, and are held in the page's memory"
LOGIN: Final = frozenset({0, 302, 401, 403})


def drawing(*, alive: bool) -> Finding:
    """Judge whether a page has said that it draws the kit's widgets."""
    if alive:
        return Finding("page", "ok", "it has the kit's module, and draws its widgets")
    return Finding(
        "page",
        "note",
        "none has drawn a widget of this kernel yet",
        "show one, veo.studio() say; where nothing is drawn, pip install veo-widgets where the "
        "Jupyter SERVER runs (python -m pip there, not in the kernel), and reload the page",
        "nothing can be pressed, so nothing is paid for from it; stills stand in for the widgets",
    )


def pushes(*, heard: bool) -> Finding:
    """Judge whether the page hears what threads of the kernel say."""
    if heard:
        return Finding("messages", "ok", "the page hears what the kernel's threads say")
    return Finding(
        "messages",
        "note",
        "the page has not answered a thread of the kernel: its cell runs still, or such are dropped",
        "run veo.doctor() in a cell of its own once more",
        "badges, grids and the studio ask by themselves after some seconds",
    )


def transport(facts: PageFacts, *, found: bool) -> Finding:
    """Judge by which way clips come to the page, and say why.

    Args:
        facts: What the page said.
        found: Whether the kernel finds a server in Jupyter's runtime folder.
    """
    about, status = "transport", facts["status"]
    install = "pip install veo-widgets where the Jupyter server runs, and start it again"
    if not facts["server"]:
        why, cure = "the page knows no Jupyter server's address", ""
    elif status in LOGIN:
        why = "the server sends the page's requests to its login"
        cure = "log in again, and reload the page"
    elif status != 200:
        why, cure = f"the server has no extension of the kit (it answers {status})", install
    elif not found:
        why = "the kernel and the server share no runtime folder"
        cure = "give both the same JUPYTER_RUNTIME_DIR, on one machine"
    else:
        return Finding(about, "ok", "the server, with HTTP Range: its extension answers the page")
    return Finding(about, "note", f"the kernel, in chunks: {why}", cure, THROUGH_KERNEL)


def browser(facts: PageFacts) -> Finding:
    """Judge what the page's browser plays; the kit starts none of its own."""
    lacks = [
        *(() if facts["h264"] else ("no H.264",)),
        *(() if facts["aac"] else ("no AAC",)),
        *(() if facts["frames"] else ("no word of single frames",)),
    ]
    if not lacks:
        return Finding("browser", "ok", "plays H.264 and AAC, and tells of single frames")
    instead = {
        "no H.264": "clips do not play here: take them from their files",
        "no AAC": "the sound comes as MP3, through the kernel",
        "no word of single frames": "grids keep in step by the clock, a frame or two apart",
    }
    return Finding(
        "browser",
        "note" if facts["h264"] else "bad",
        ", ".join(lacks),
        "open the notebook in Chrome, Edge, Safari or Firefox",
        "; ".join(instead[each] for each in lacks),
    )

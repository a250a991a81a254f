"""What this machine, home, endpoint and host can do, and what the kit does instead."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import asdict, dataclass
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import veo_widgets
from veo_widgets import errors
from veo_widgets._lib.displayable import Displayable, in_notebook
from veo_widgets._lib.files import write_whole
from veo_widgets._lib.terminal import plain
from veo_widgets._lib.values import expect
from veo_widgets.client import Client, functions
from veo_widgets.client.credentials import KEY, keyring_key
from veo_widgets.home.mounts import file_system, is_shared, read_mounts
from veo_widgets.hosts import diagnosis, pages
from veo_widgets.hosts.diagnosis import Finding
from veo_widgets.hosts.servers import ask_server
from veo_widgets.segmind.network import Network, NotSent
from veo_widgets.view.html import raw_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from veo_widgets.client import Session

PATIENCE_S: Final = 30.0
MANY: Final = 500
CHECKED: Final = ("anywidget", "ipywidgets", "ipykernel", "jupyterlab")
DOTS: Final = {"ok": "good", "note": "live", "bad": "bad"}


@dataclass(frozen=True)
class Checkup(Displayable):
    """What was looked at, each with its verdict, its cure, and what happens meanwhile.

    Attributes:
        findings: In the order in which they matter.
    """

    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        """List the findings, to be read and copied."""
        return "\n".join(line for finding in self.findings for line in _lines(finding))

    @property
    def sound(self) -> bool:
        """Whether nothing is bad."""
        return all(finding.verdict != "bad" for finding in self.findings)

    def to_list(self) -> list[dict[str, str]]:
        """Return the findings as plain values."""
        return [asdict(finding) for finding in self.findings]

    def html(self) -> str:
        """Return what needs care, the rest folded away, and all as text to copy."""
        care = [finding for finding in self.findings if finding.verdict != "ok"]
        good = [finding for finding in self.findings if finding.verdict == "ok"]
        care.sort(key=lambda finding: finding.verdict)
        words = "Something here needs care" if not self.sound else "All that is needed is here"
        text = escape(repr(self))
        return (
            f"<h4>{words}</h4>{_table(care)}"
            f"<details><summary>{len(good)} as they should be</summary>{_table(good)}</details>"
            f"<details><summary>As text, to copy</summary><pre>{text}</pre></details>"
        )


def _table(findings: Sequence[Finding]) -> str:
    return raw_table(("", ""), [(_dotted(finding), _told(finding)) for finding in findings])


def _told(finding: Finding) -> str:
    lines = [escape(plain(finding.text))]
    if finding.cure:
        lines.append(f"→ {escape(plain(finding.cure))}")
    if finding.instead:
        lines.append(f"<small>meanwhile: {escape(plain(finding.instead))}</small>")
    return "<br>".join(lines)


def _dotted(finding: Finding) -> str:
    kind, about = DOTS[finding.verdict], escape(finding.about)
    return f'<span class="{kind} keep"><span class="dot"></span>{about}</span>'


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.verdict:4}  {finding.about}: {plain(finding.text)}"
    if finding.cure:
        yield f"      → {plain(finding.cure)}"
    if finding.instead:
        yield f"      meanwhile: {plain(finding.instead)}"


def doctor(client: Client | None = None) -> Checkup:
    """Look at what the kit needs here; nothing is sent that costs, and no key is shown.

    Args:
        client: Whose home and endpoint; the one of the package's functions when not given.

    Returns:
        Findings, as a table or as text.

    Raises:
        InvalidRequest: That is no client.
    """
    if client is not None:
        expect(client, Client, "client", "a veo.Client")
    findings: list[Finding] = [
        Finding(
            "version",
            "ok",
            f"veo_widgets {veo_widgets.__version__}, Python {platform.python_version()}, "
            f"{platform.platform(terse=True)}",
        )
    ]
    try:
        client = client or functions.client()
    except errors.AuthenticationError as error:
        findings.append(Finding("key", "bad", str(error), error.next_step))
    except errors.VeoError as error:
        findings.append(Finding("home", "bad", str(error), error.next_step))
    else:
        findings += [*_home(client.session), *_endpoint(client.session)]
    return Checkup((*findings, *_here()))


def _home(session: Session) -> Iterator[Finding]:
    root = session.home.root
    try:
        write_whole(root / ".doctor", b"x")
        (root / ".doctor").unlink()
        yield Finding("home", "ok", f"{root} can be written")
    except OSError as error:
        yield Finding(
            "home",
            "bad",
            f"{root} cannot be written ({error.strerror})",
            "give another folder with home=… or VEO_WIDGETS_HOME",
            "nothing is sent that could not be remembered",
        )
    kind = file_system(Path(os.path.realpath(root)), read_mounts())
    yield diagnosis.file_system(kind, shared=is_shared(kind))
    try:
        yield diagnosis.room(shutil.disk_usage(root).free)
    except OSError as error:
        yield Finding("disk", "note", f"nobody tells how much is free ({error.strerror})")
    yield _ledger(session)


def _ledger(session: Session) -> Finding:
    ledger, instead = session.ledger, "nothing is paid for"
    try:
        if ledger.trouble:
            cure = "look through veo.jobs(), then client.acknowledge_ledger()"
            return Finding("ledger", "bad", ledger.trouble, cure, instead)
        ledger.check_safe(session.endpoint.name)
        word = str(ledger.rows("PRAGMA quick_check(1)")[0][0])
        jobs = ledger.rows("SELECT count(*) FROM jobs")[0][0]
    except errors.HomeError as error:
        return Finding("ledger", "bad", str(error), error.next_step, instead)
    if word != "ok":
        cure = "restart the kernel: it is written again from what can be read"
        return Finding("ledger", "bad", word, cure, instead)
    return Finding("ledger", "ok", f"sound, {jobs} jobs")


def _endpoint(session: Session) -> Iterator[Finding]:
    yield _key(session)
    network = Network.here()
    for url in session.origins:
        yield _way(network, url)
    name, instead = session.endpoint.name, "jobs wait, and nothing that was sent is sent again"
    try:
        balance, skew_s = session.blocking(_ask(session), PATIENCE_S)
    except errors.AuthenticationError as error:
        yield Finding("endpoint", "bad", f"{name}: {error}", error.next_step, instead)
    except errors.VeoError as error:
        yield Finding("endpoint", "bad", f"{name}: {error}", error.next_step, instead)
    except TimeoutError:
        cure = "look at the network, or try again"
        yield Finding("endpoint", "bad", f"{name}: silent for {PATIENCE_S:g} s", cure, instead)
    else:
        money = "" if session.endpoint.real_money else " of play money"
        yield Finding("endpoint", "ok", f"{name} answers; ${balance:.2f}{money} left")
        yield diagnosis.clock(skew_s)


async def _ask(session: Session) -> tuple[float, float]:
    service = await session.start().service(session.endpoint.name)
    return await service.credits(), service.skew_s


def _key(session: Session) -> Finding:
    if not session.endpoint.real_money:
        instead = "the embedded local server answers, with storyboard previews"
        cure = f"for real clips set {KEY}, or call veo.login()"
        return Finding("key", "ok", "none given, so nothing is paid for", cure, instead)
    place = "given to the client"
    if os.environ.get(KEY):
        place = f"from {KEY}"
    elif keyring_key():
        place = "from the keyring"
    return Finding("key", "ok", f"{place}; it is shown nowhere")


def _way(network: Network, url: str) -> Finding:
    try:
        route = network.route(url)
        if route.secure:
            _ = network.trust
    except NotSent as error:
        return Finding("network", "bad", f"{url}: {error}", "correct or unset that setting")
    how = f"through {route.proxy}" if route.proxy else "directly"
    return Finding("network", "ok", f"{url} is called {how}")


def _here() -> Iterator[Finding]:
    name = diagnosis.host_of(os.environ, list(sys.modules), notebook=in_notebook())
    yield diagnosis.host(name)
    yield from map(_package, CHECKED)
    serves, parts = ask_server(os.environ.get("JPY_PARENT_PID", ""))
    if serves is not None or name != "terminal":
        yield from diagnosis.served(parts, serves=serves)
    yield _front_end()
    if name != "terminal":
        yield from _page(found=serves is not None)
    yield _nested()
    yield _codecs()


def _page(*, found: bool) -> Iterator[Finding]:
    """Tell what a page said; nothing is imported for it."""
    module = sys.modules.get("veo_widgets.widgets.page")
    page = None if module is None else module.page
    yield pages.drawing(alive=page is not None and page.alive)
    if page is None or page.facts is None:
        return
    yield pages.pushes(heard=page.pushes)
    yield pages.transport(page.facts, found=found)
    yield pages.browser(page.facts)


def _nested() -> Finding:
    if "nest_asyncio" not in sys.modules:
        return Finding("event loop", "ok", "the host's own, as it is")
    return Finding("event loop", "ok", "nest_asyncio is loaded: waiting in a cell lets it turn")


def _package(name: str) -> Finding:
    try:
        return diagnosis.package(name, version(name))
    except PackageNotFoundError:
        return diagnosis.package(name, None)


def _front_end() -> Finding:
    folder = Path(veo_widgets.__file__).parent / "static"
    lost = [name for name in ("widgets.js", "stub.js") if not (folder / name).is_file()]
    if lost:
        return Finding("front end", "bad", f"{', '.join(lost)} missing", "install the kit again")
    widget = sys.modules.get("ipywidgets.widgets.widget")
    alive = len(getattr(widget, "_instances", ()))
    if alive > MANY:
        cure = "restart the kernel, or close() widgets that are not shown any more"
        return Finding("front end", "note", f"{alive} models live: a reload takes long", cure)
    return Finding("front end", "ok", f"built; {alive} models live in this kernel")


def _codecs() -> Finding:
    import av

    def known(name: str, mode: Callable[[str], object]) -> bool:
        try:
            mode(name)
        except ValueError:
            return False
        return True

    return diagnosis.codecs(
        [name for name in diagnosis.DECODED if known(name, lambda n: av.Codec(n, "r"))],
        [name for name in diagnosis.ENCODED if known(name, lambda n: av.Codec(n, "w"))],
    )

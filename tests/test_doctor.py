"""What the doctor makes of facts, and that it looks without paying, raising or telling the key."""

from __future__ import annotations

import http.server
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

import veo_widgets as veo
from tests.conftest import KEY
from tests.test_cli import run
from veo_widgets.hosts import diagnosis, doctor, pages, servers
from veo_widgets.hosts.display import mimebundle
from veo_widgets.widgets import page as page_of_kernel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from veo_widgets.client import Client
    from veo_widgets.hosts.diagnosis import Finding
    from veo_widgets.local import Running
    from veo_widgets.view.wire.page import PageFacts


@pytest.mark.parametrize(
    ("environ", "modules", "notebook", "host"),
    [
        ({}, [], False, "terminal"),
        ({}, [], True, "Jupyter"),
        ({"VSCODE_PID": "1"}, [], True, "VS Code"),
        ({"VSCODE_PID": "1"}, [], False, "terminal"),
        ({}, ["google.colab"], True, "Colab"),
        ({}, ["marimo._runtime.context"], False, "marimo"),
        ({}, ["solara.server.kernel_context"], False, "Solara"),
        ({"VOILA_REQUEST_URL": "x"}, [], True, "Voilà"),
        ({"JUPYTERHUB_SERVICE_PREFIX": "/user/a/"}, [], True, "JupyterHub"),
    ],
)
def test_a_host_is_named(
    environ: dict[str, str], modules: list[str], notebook: bool, host: str
) -> None:
    assert diagnosis.host_of(environ, modules, notebook=notebook) == host


ALL = list(diagnosis.DECODED), list(diagnosis.ENCODED)


@pytest.mark.parametrize(
    ("finding", "verdict", "words"),
    [
        (diagnosis.host("Jupyter"), "ok", "Jupyter"),
        (diagnosis.host("VS Code"), "note", "sound as MP3"),
        (diagnosis.room(50 * 10**9), "ok", "50.0 GB"),
        (diagnosis.room(10**9), "note", "make room"),
        (diagnosis.room(10**8), "bad", "make room"),
        (diagnosis.file_system("ext4", shared=False), "ok", "ext4"),
        (diagnosis.file_system("nfs4", shared=True), "note", "VEO_WIDGETS_HOME"),
        (diagnosis.clock(-60.0), "ok", "2 minutes"),
        (diagnosis.clock(3600.0), "note", "3600 s behind"),
        (diagnosis.clock(-3600.0), "note", "3600 s ahead of"),
        (diagnosis.codecs(*ALL), "ok", "no ffmpeg is needed"),
        (diagnosis.codecs(ALL[0][1:], ALL[1]), "note", "cannot read h264"),
        (diagnosis.codecs(ALL[0], ["aac"]), "bad", "no libx264"),
        (diagnosis.package("anywidget", "0.11.3rc1"), "ok", "0.11.3rc1"),
        (diagnosis.package("anywidget", "0.9.21"), "bad", "anywidget>=0.11"),
        (diagnosis.package("anywidget", None), "bad", "not installed here"),
        (diagnosis.package("jupyterlab", None), "note", "not installed here"),
        (diagnosis.package("ipykernel", "7.0.1"), "bad", "update ipykernel"),
        (diagnosis.package("ipykernel", "6.30.0"), "note", "heard after it"),
        (diagnosis.package("ipykernel", "7.4.0"), "ok", "7.4.0"),
    ],
)
def test_a_fact_has_its_verdict_and_its_words(finding: Finding, verdict: str, words: str) -> None:
    assert finding.verdict == verdict
    assert words in f"{finding.text} {finding.cure} {finding.instead}"


FACTS: PageFacts = {
    "type": "page",
    "server": True,
    "status": 200,
    "h264": True,
    "aac": True,
    "frames": True,
}


@pytest.mark.parametrize(
    ("finding", "verdict", "words"),
    [
        (pages.drawing(alive=True), "ok", "draws its widgets"),
        (pages.drawing(alive=False), "note", "where the Jupyter SERVER runs"),
        (pages.pushes(heard=False), "note", "ask by themselves"),
        (pages.transport(FACTS, found=True), "ok", "HTTP Range"),
        (pages.transport(FACTS, found=False), "note", "JUPYTER_RUNTIME_DIR"),
        (pages.transport({**FACTS, "status": 404}, found=True), "note", "answers 404"),
        (pages.transport({**FACTS, "status": 0}, found=True), "note", "to its login"),
        (pages.transport({**FACTS, "server": False}, found=True), "note", "no Jupyter server's"),
        (pages.browser(FACTS), "ok", "H.264 and AAC"),
        (pages.browser({**FACTS, "aac": False}), "note", "as MP3"),
        (pages.browser({**FACTS, "h264": False}), "bad", "take them from their files"),
        (pages.browser({**FACTS, "frames": False}), "note", "keep in step by the clock"),
    ],
)
def test_what_a_page_says_has_its_verdict(finding: Finding, verdict: str, words: str) -> None:
    assert finding.verdict == verdict
    assert words in f"{finding.text} {finding.cure} {finding.instead}"


def test_a_notebooks_checkup_tells_of_its_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "in_notebook", lambda: True)
    monkeypatch.setattr(page_of_kernel, "page", page := page_of_kernel.Page())
    assert verdicts(veo.doctor(client))["page"] == "note"
    page.hear({"type": "alive"}, lambda _: None)
    page.hear({**FACTS, "status": 404}, lambda _: None)
    found = {finding.about: finding for finding in veo.doctor(client).findings}
    assert (found["page"].verdict, found["transport"].verdict) == ("ok", "note")
    assert "answers 404" in found["transport"].text
    assert found["messages"].verdict == "note"


def test_a_server_without_the_front_end_is_told_where_to_install_it() -> None:
    parts = {"anywidget": None, "@jupyter-widgets/jupyterlab-manager": "5.0.15"}
    server, anywidget, manager = diagnosis.served(parts, serves=False)

    assert (server.verdict, anywidget.verdict, manager.verdict) == ("note", "bad", "ok")
    assert "where the Jupyter SERVER runs" in anywidget.cure
    assert diagnosis.served({}, serves=None)[0].instead == "clips come through the kernel"


def verdicts(checkup: Any) -> dict[str, str]:
    return {finding.about: finding.verdict for finding in checkup.findings}


def test_all_is_well_and_the_key_is_not_told(client: Client) -> None:
    checkup = veo.doctor(client)
    shown = [repr(checkup), json.dumps(checkup.to_list()), json.dumps(mimebundle(checkup))]

    assert verdicts(checkup).items() >= {
        ("home", "ok"),
        ("ledger", "ok"),
        ("key", "ok"),
        ("endpoint", "ok"),
        ("network", "ok"),
        ("codecs", "ok"),
        ("front end", "ok"),
    }
    assert not [text for text in shown if KEY in text]
    assert not client.jobs()


def test_what_is_wrong_is_told_with_its_cure(
    server: Running, connect: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = connect(server, api_key="SG_not_the_right_one")
    monkeypatch.setenv("HTTPS_PROXY", "ftp://ana:secret@proxy:1")
    monkeypatch.setattr(type(client.session), "origins", ("https://api.example.com",))
    checkup = veo.doctor(client)

    found = {finding.about: finding for finding in checkup.findings}
    assert not checkup.sound
    assert (found["endpoint"].verdict, found["network"].verdict) == ("bad", "bad")
    assert "HTTPS_PROXY" in found["network"].text
    assert found["endpoint"].cure
    assert "secret" not in repr(checkup)
    assert "SG_not" not in repr(checkup)


def test_a_key_that_can_be_none_and_a_home_that_is_none_are_findings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEGMIND_API_KEY", "SG line\nbreak")
    assert verdicts(veo.doctor())["key"] == "bad"
    monkeypatch.delenv("SEGMIND_API_KEY")
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("VEO_WIDGETS_HOME", str(tmp_path / "file"))
    assert verdicts(veo.doctor())["home"] == "bad"
    with pytest.raises(veo.InvalidRequest):
        veo.doctor("client")


def test_a_server_without_a_token_is_found_too(tmp_path: Path) -> None:
    class Serves(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == "/veo-widgets/about" and "authorization" not in self.headers
            self.send_response(200 if known else 404)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Serves) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (tmp_path / "runtime").mkdir(exist_ok=True)
        entry = {"url": f"http://127.0.0.1:{server.server_port}/", "token": "", "pid": 1}
        (tmp_path / "runtime/jpserver-1.json").write_text(json.dumps(entry))
        assert servers.ask_server("1") == (True, {})
        server.shutdown()


def test_the_command_line_looks_too(tmp_path: Path) -> None:
    done = run("doctor", "--json", cwd=tmp_path)
    findings = {finding["about"]: finding for finding in json.loads(done.stdout)}
    assert done.returncode == 0, findings
    assert findings["endpoint"]["verdict"] == "ok"
    assert findings["host"]["text"].startswith("terminal")
    bad = run("doctor", cwd=tmp_path, SEGMIND_API_KEY="'SG_quoted'")

    assert bad.returncode == 1
    assert "bad   key: SEGMIND_API_KEY has quotes around it" in bad.stdout
    assert "SG_quoted" not in bad.stdout + bad.stderr

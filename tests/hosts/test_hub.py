"""JupyterHub with its proxy: clips come with Range, behind its login, and nothing goes in circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hosts.driver import environment, free_port, running, variables, versions
from tests.hosts.labs import PARTS, quiet, reload, run_through
from tests.hosts.looked import Looked
from tests.hosts.seen import PAGES, Seen

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = [pytest.mark.hosts, pytest.mark.timeout(1800)]
CONFIG = """
c.JupyterHub.authenticator_class = 'dummy'
c.DummyAuthenticator.password = 'a password'
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = 'simple'
c.JupyterHub.bind_url = {url!r}
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{proxy}'
c.ConfigurableHTTPProxy.command = [{node!r}]
c.JupyterHub.cookie_secret_file = {state!r} + '/secret'
c.JupyterHub.db_url = 'sqlite:///' + {state!r} + '/hub.sqlite'
c.Spawner.notebook_dir = {folder!r}
c.Spawner.default_url = '/doc/tree/hosts.ipynb'
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
c.Spawner.args = ['--allow-root', '--LabApp.expose_app_in_browser=True',
                  '--LabApp.app_settings_dir=' + {state!r} + '/settings']
c.Spawner.environment = {environ!r}
"""
NAME = "some name"


def test_clips_come_with_range_behind_the_login(page: Page, folder: Path) -> None:
    quiet(folder)
    state, (port, hub, proxy) = folder / ".state", (free_port(), free_port(), free_port())
    url = f"http://127.0.0.1:{port}"
    node = environment("hub") / "node_modules/.bin/configurable-http-proxy"
    environ = variables("hub", folder)
    names = ("HOME", "VEO_WIDGETS_HOME", "VEO_WIDGETS_LOCAL", "PYTHON_KEYRING_BACKEND")
    config = CONFIG.format(
        url=url,
        hub=hub,
        proxy=proxy,
        node=str(node),
        state=str(state),
        folder=str(folder),
        environ={name: environ[name] for name in names},
    )
    (state / "config.py").write_text(config)
    seen = Seen("hub", "real", versions("hub", "jupyterhub", "jupyterlab", *PARTS))
    looked = Looked(page, folder, seen)
    command = ("jupyterhub", "-f", str(state / "config.py"))
    with seen.kept(PAGES), running("hub", folder, command, f"{url}/hub/login"):
        page.goto(f"{url}/hub/login")
        page.locator("#username_input").fill(NAME)
        page.locator("#password_input").fill("a password")
        page.locator("#login_submit").click()
        run_through(page)
        looked.all(lambda: reload(page))
    statuses = {status for _, status in looked.answers}
    assert not seen.not_yes()
    assert seen.cells["way"]["text"] == "from the server, with Range"
    assert 206 in statuses
    assert statuses <= {200, 206}, statuses

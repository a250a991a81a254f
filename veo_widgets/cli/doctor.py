"""What this machine can do."""

from __future__ import annotations

from veo_widgets import errors
from veo_widgets.cli.base import AsJson, HomeOption, app, show, write


@app.command()
def doctor(*, json_: AsJson = False, home: HomeOption = None) -> None:
    """Look at home, endpoint, network and notebooks, and say what would help."""
    from contextlib import ExitStack

    from veo_widgets.client import Client
    from veo_widgets.hosts.doctor import doctor as look

    with ExitStack() as stack:
        client = None if home is None else stack.enter_context(Client(home=home))
        checkup = look(client)
    if json_:
        show(checkup.to_list())
    else:
        write(repr(checkup))
    if not checkup.sound:
        raise errors.VeoError("something here needs care: see what is bad above")

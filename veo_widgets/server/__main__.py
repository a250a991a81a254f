"""Run the embedded server: ``python -m veo_widgets.server FOLDER MODELS``.

The key comes on standard input, so that no process list shows it. The first line
on standard output tells the address; then the process works by itself until the
last process that attached to it is gone.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from veo_widgets.server.fault_rules import read_faults
from veo_widgets.server.main import serve
from veo_widgets.server.settings import Settings


def main() -> None:
    """Serve for as long as anybody is attached."""
    folder, models = Path(sys.argv[1]), Path(sys.argv[2])
    extra = json.loads(sys.stdin.readline())

    def ready(url: str) -> None:
        sys.stdout.write(json.dumps({"url": url, "pid": os.getpid()}) + "\n")
        sys.stdout.flush()
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, sys.stdout.fileno())

    if not extra.get("key"):
        raise SystemExit("an embedded server needs a key")
    try:
        extra["faults"] = read_faults(extra.get("faults", ()))
        settings = Settings(folder, attended=True, **extra)
    except (ValueError, TypeError) as error:
        raise SystemExit(f"the settings in VEO_WIDGETS_LOCAL cannot be used: {error}") from None
    serve(settings, ready, models)


if __name__ == "__main__":
    main()

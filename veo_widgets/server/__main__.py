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
    serve(Settings(folder, attended=True, **extra), ready, models)


if __name__ == "__main__":
    main()

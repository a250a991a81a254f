"""Time of ``import veo_widgets`` against its three given packages alone."""

from __future__ import annotations

import subprocess
import sys

RUNS = 15
BASE = "import ipywidgets, anywidget, httpx"
CASES = {
    "ipywidgets + anywidget + httpx": BASE,
    "import veo_widgets": "import veo_widgets",
    "the same, and every public name": "import veo_widgets as v; [getattr(v, n) for n in v.__all__]",
}
TIMED = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"


def best(code: str) -> float:
    """Return the least of many fresh interpreters, in seconds."""
    command = [sys.executable, "-c", TIMED.format(code)]
    runs = (
        subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(RUNS)
    )
    return min(float(run.stdout) for run in runs)


if __name__ == "__main__":
    found = {name: best(code) for name, code in CASES.items()}
    base = found["ipywidgets + anywidget + httpx"]
    for name, seconds in found.items():
        print(f"{name:34} {seconds * 1000:7.1f} ms  ratio {seconds / base:.2f}")
    print("limit for import veo_widgets: ratio 1.15")

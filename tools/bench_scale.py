"""Many jobs at once, beside the official SDK with a thread for each job.

Jobs take as long as veo-3.1-fast's (median 101.6 s, CV 0.2), a round trip 100 ms, and
the kit's ledger holds thirty past jobs. Takes some 25 minutes; name scenarios to run
only those.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.clips import coded_clip  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

TOOLS = ROOT / "tools"


@contextmanager
def stub(clip: Path, *options: str) -> Iterator[str]:
    command = [sys.executable, str(TOOLS / "scale_stub.py"), str(clip), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def driven(who: str, url: str, jobs: int, flying: int, rpm: int = 0) -> dict[str, Any]:
    """Drive the jobs and return what both sides saw."""
    command = [
        sys.executable,
        str(TOOLS / "scale_drivers.py"),
        who,
        f"{url}/v1",
        str(jobs),
        str(flying),
        str(rpm),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    seen = httpx.get(f"{url}/-/times", timeout=60).json()
    ends = seen["jobs"]
    if "found" in told:
        told["lags"] = sorted(at - ends[name] for name, at in told["found"].items())
        told["saves"] = sorted(at - ends[name] for name, at in told["saved"].items())
        told["polls"] = seen["polls"] / max(1, len(ends))
        told["limited"] = seen["limited"]
        told["twice"] = max(0, seen["accepted"] - jobs)
    return told


def line(name: str, told: dict[str, Any]) -> None:
    lags = told["lags"] or [float("nan")]
    print(
        f"  {name}: lost {told['lost']}, mean lag {statistics.fmean(lags):.2f} s, p99 "
        f"{lags[int(0.99 * (len(lags) - 1))]:.2f} s, {told['polls']:.1f} polls a job, CPU "
        f"{told['cpu']:.1f} s, {told['memory']:.1f} kB a job ({told.get('flying', 0):.1f} while all fly), 429s {told['limited']}, "
        f"accepted twice {told['twice']}",
        flush=True,
    )


def pair(clip: Path, jobs: int, flying: int, *options: str, rpm: int = 0) -> tuple[Any, Any]:
    found = []
    for who in ("kit", "sdk"):
        with stub(clip, *options) as url:
            told = driven(who, url, jobs, flying, rpm if who == "kit" else 0)
        line(who, told)
        found.append(told)
    return found[0], found[1]


def two_hundred(clip: Path) -> None:
    print("200 jobs")
    kit, sdk = pair(clip, 200, 200)
    product = [statistics.fmean(one["lags"]) * one["polls"] for one in (kit, sdk)]
    print(
        f"  lag x polls: {product[0] / product[1]:.2f} of the SDK's (aim 0.5); CPU "
        f"{kit['cpu'] / sdk['cpu']:.2f} (aim 0.2, downloads and probes included)"
    )


def thousand(clip: Path) -> None:
    print("1000 jobs (aim: 0 lost, mean lag 1 s, p99 3 s, 30 polls, 8 kB)")
    kit, sdk = pair(clip, 1000, 1000)
    print(
        f"  CPU {kit['cpu'] / sdk['cpu']:.2f} of the SDK's (aim 0.1, downloads and probes included)"
    )
    with stub(clip) as url:
        one = driven("sequential", url, 50, 0)["submit"] / 50
    print(
        f"  submitting 1000: {kit['submit']:.1f} s; one after another with the SDK "
        f"{1000 * one:.0f} s: ratio {kit['submit'] / (1000 * one):.3f} (aim 0.05)"
    )


def limited(clip: Path) -> None:
    print("50 requests a minute, 20 in flight (aim: 0 lost, no 429, mean lag 6 s)")
    pair(clip, 20, 20, "--rpm", "50", rpm=50)


def faulty(clip: Path) -> None:
    print("200 jobs, 1 % each of 429, 502 and resets (aim: 0 lost)")
    pair(clip, 200, 200, "--faults", "0.01")


def downloads(folder: Path) -> None:
    big = coded_clip(folder / "big.mp4", 192, 1280, 720, bit_rate=4_000_000)
    print(f"200 downloads of {big.stat().st_size / 1e6:.1f} MB (aim: 2 s on average)")
    with stub(big) as url:
        told = driven("kit", url, 200, 200)
    line("kit", told)
    print(
        f"  on disk after completion: mean {statistics.fmean(told['saves']):.2f} s, p95 "
        f"{told['saves'][int(0.95 * len(told['saves']))]:.2f} s"
    )


def main() -> None:
    wanted = sys.argv[1:] or ["200", "1000", "limit", "faults", "downloads"]
    with tempfile.TemporaryDirectory() as place:
        clip = coded_clip(Path(place) / "small.mp4", 24, 320, 180)
        runs = {"200": two_hundred, "1000": thousand, "limit": limited, "faults": faulty}
        for name in wanted:
            if name == "downloads":
                downloads(Path(place))
            else:
                runs[name](clip)


if __name__ == "__main__":
    main()

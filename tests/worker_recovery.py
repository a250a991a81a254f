"""A process that drives jobs of a home until they end or it is killed.

Arguments: base URL, key, home, how many jobs, whether a person answers for the
``unknown`` ones. The last line printed is a JSON object of states.
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from typing import Any

from veo_widgets.client import Client
from veo_widgets.conductor import Limits
from veo_widgets.errors import InvalidRequest

ASKED: dict[str, Any] = {"prompt": "a lake in the hills", "duration": 4, "seed": 11}


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Send what is not in the ledger yet, then wait for everything."""
    url, key, home, count, answers = sys.argv[1:6]
    limits = Limits(reconcile_delays=(0.0, 0.3, 1.0, 2.0), poll_s=0.5, again_s=0.2)
    with Client(api_key=key, base_url=url, home=home, limits=limits) as client:
        say("up")
        jobs = [client.submit("veo-3-fast", take=n + 1, **ASKED) for n in range(int(count))]
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            records = [job.record for job in jobs]
            lost = [r for r in records if r.state == "unknown" and r.hold is None]
            ended = [r for r in records if r.state in {"ready", "failed"}]
            for record in lost if answers == "yes" else ():
                with suppress(InvalidRequest):  # another process was first
                    client.job(record.id).resubmit()
            if len(ended) + len(lost if answers == "no" else ()) == len(records):
                break
            time.sleep(0.1)  # bounded by the deadline
        states = [job.state for job in jobs]
    say(json.dumps({state: states.count(state) for state in set(states)}))


if __name__ == "__main__":
    main()

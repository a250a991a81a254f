"""Size of each front-end module against its limit."""

from __future__ import annotations

import gzip
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "veo_widgets" / "static"
LIMITS = {"widgets": 100_000, "stub": 1_500}

if __name__ == "__main__":
    for path in sorted(STATIC.glob("*.js")):
        data = path.read_bytes()
        limit = LIMITS[path.stem]
        packed = len(gzip.compress(data))
        print(
            f"{path.name:10} {len(data):6} bytes ({packed} packed)  {len(data) / limit:.2f} of its limit"
        )

"""Size of each front-end module against its limit."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.test_guards import LIMITS

STATIC = Path(__file__).resolve().parents[1] / "veo_widgets" / "static"

if __name__ == "__main__":
    for path in sorted(STATIC.glob("*.js")):
        data = path.read_bytes()
        limit = LIMITS[path.stem]
        packed = len(gzip.compress(data))
        print(
            f"{path.name:10} {len(data):6} bytes ({packed} packed)  {len(data) / limit:.2f} of its limit"
        )

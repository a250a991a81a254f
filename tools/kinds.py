"""Write ``js/test/kinds/facts.json`` and what is made of clips, which the page's tests play."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from veo_widgets.media import Clip
from veo_widgets.media.derive import derive
from veo_widgets.view.clip import clip_facts

KINDS = Path(__file__).resolve().parent.parent / "js" / "test" / "kinds"
FACTS = KINDS / "facts.json"
MADE = {"proxy": "proxies", "pictures": "pictures"}
COPIED = ("hevc10.mp4", "late_video.mp4", "vfr.mp4")


def facts() -> str:
    """Return what the wire says of each file, as JSON."""
    files = sorted(path for path in KINDS.iterdir() if path.is_file() and path != FACTS)
    return json.dumps({path.name: clip_facts(Clip.open(path)) for path in files}) + "\n"


def main() -> int:
    """Write them."""
    FACTS.write_text(facts(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            clip = Clip.open(KINDS / name)
            derive(clip.path, Path(folder), clip.sha256)
            for kind, beside in MADE.items():
                (KINDS / beside).mkdir(exist_ok=True)
                shutil.copy(Path(folder) / f"{clip.sha256}.{kind}.mp4", KINDS / beside / name)
    print(f"wrote {FACTS.name}, and what is made of {len(COPIED)} clips")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What a person was about to make, and settings they named: small JSON files of the home."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from veo_widgets._lib.files import write_private
from veo_widgets.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from veo_widgets.home.paths import Home

MOST_PRESETS: Final = 200


class Drafts:
    """The draft of the studio and the presets of a home.

    Args:
        home: Whose.
    """

    def __init__(self, home: Home) -> None:
        self._draft = home.root / "draft.json"
        self._presets = home.root / "presets.json"

    def draft(self) -> dict[str, Any]:
        """Return what was in the form last; empty when there is nothing to read."""
        return _read(self._draft)

    def keep(self, draft: Mapping[str, Any]) -> None:
        """Write the form down.

        Raises:
            HomeError: The home cannot be written.
        """
        _write(self._draft, draft)

    def presets(self) -> dict[str, dict[str, Any]]:
        """Return the named settings, each with ``model`` and ``values``."""
        return {
            name: preset
            for name, preset in _read(self._presets).items()
            if isinstance(preset, dict)
            and isinstance(preset.get("model"), str)
            and isinstance(preset.get("values"), dict)
        }

    def name(self, name: str, model: str, values: Mapping[str, Any]) -> None:
        """Keep settings under a name; the newest comes last.

        Raises:
            HomeError: The home cannot be written, or holds too many.
        """
        presets = self.presets()
        presets.pop(name, None)
        if len(presets) >= MOST_PRESETS:
            raise HomeError(f"{self._presets} holds {MOST_PRESETS} presets: drop one first")
        presets[name] = {"model": model, "values": dict(values)}
        _write(self._presets, presets)

    def drop(self, name: str) -> None:
        """Forget settings.

        Raises:
            HomeError: The home cannot be written.
        """
        presets = self.presets()
        if presets.pop(name, None) is not None:
            _write(self._presets, presets)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(path: Path, content: Mapping[str, Any]) -> None:
    try:
        write_private(path, json.dumps(content, ensure_ascii=False, indent=1, default=str))
    except OSError as error:
        raise HomeError(f"{path} cannot be written ({error.strerror})") from error

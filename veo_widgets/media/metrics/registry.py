"""All metrics there are: the kit's own, those of other packages, and those of a notebook."""

from __future__ import annotations

import importlib
import logging
import threading
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.values import short, texts
from veo_widgets.errors import InvalidRequest
from veo_widgets.media.metrics.base import ENTERED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veo_widgets.media.metrics.base import Metric

_log = logging.getLogger(__name__)
GROUP: Final = "veo_widgets.metrics"
FAMILIES: Final = ("motion", "steps", "picture", "sound", "ends", "flashes", "asked", "words")
_lock = threading.RLock()
_packages: set[str] = set()


def known() -> dict[str, Metric]:
    """Return every metric by name: the kit's own first, in the order of their families."""
    with _lock:
        for family in FAMILIES:
            importlib.import_module(f"veo_widgets.media.metrics.{family}")
        if not _packages:
            _packages.add("veo_widgets")
            for entry in entry_points(group=GROUP):
                _packages.add(entry.value.partition(":")[0].partition(".")[0])
                try:
                    entry.load()
                except Exception as error:  # noqa: BLE001  # another package's code
                    _log.warning("the metrics of %s cannot be used: %s", entry.value, error)
        return dict(sorted(ENTERED.items(), key=lambda item: _family(item[1])))


def _family(each: Metric) -> int:
    """Return where a metric's family stands; those from elsewhere come last."""
    package, _, family = each.measure.__module__.rpartition(".")
    ours = package == "veo_widgets.media.metrics" and family in FAMILIES
    return FAMILIES.index(family) if ours else len(FAMILIES)


def chosen(names: Iterable[str] | None = None, models: Iterable[str] = ()) -> list[Metric]:
    """Return the metrics of these names; all that need no model when not given.

    Args:
        names: Which.
        models: The heavy ones for which there is a model.

    Raises:
        InvalidRequest: There is no such metric, or a heavy one has no model.
    """
    metrics, able = known(), set(models)
    if names is None:
        names = [name for name, each in metrics.items() if not each.heavy or name in able]
    else:
        names = texts(names, "metrics") or []
    for name in (*names, *able):
        if name not in metrics:
            raise InvalidRequest(f"there is no metric {short(name)}: {', '.join(metrics)}")
    for name in names:
        if metrics[name].heavy and name not in able:
            raise InvalidRequest(f"{name} needs a model: models={{{name!r}: 'folder'}}")
    return [metrics[name] for name in dict.fromkeys([*names, *able])]


def travels(each: Metric) -> bool:
    """Tell whether a metric is known in every process, not in this one alone."""
    known()
    return each.measure.__module__.partition(".")[0] in _packages

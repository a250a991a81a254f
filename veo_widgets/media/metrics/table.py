"""The metrics as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from veo_widgets._lib.displayable import Displayable
from veo_widgets._lib.values import short
from veo_widgets.errors import InvalidRequest
from veo_widgets.media.metrics.registry import known

if TYPE_CHECKING:
    from veo_widgets.media.metrics.base import Metric


class Metrics(Mapping[str, "Metric"], Displayable):
    """All metrics there are, by name."""

    def __getitem__(self, name: str) -> Metric:
        """Return a metric.

        Raises:
            InvalidRequest: There is none of that name.
        """
        metrics = known()
        if not isinstance(name, str) or name not in metrics:
            raise InvalidRequest(f"there is no metric {short(name)}: {', '.join(metrics)}")
        return metrics[name]

    def __iter__(self) -> Iterator[str]:
        """List the names, the kit's own first."""
        return iter(known())

    def __len__(self) -> int:
        """Count the metrics."""
        return len(known())

    def __repr__(self) -> str:
        """Say each metric on a line."""
        lines = (f"{name} [{each.unit}]: {each.about}" for name, each in self.items())
        return "\n".join(lines)


def metrics() -> Metrics:
    """Return the metrics there are: the kit's own, those of other packages and of this notebook."""
    return Metrics()


def span(each: Metric) -> str:
    """Say the range of a metric."""
    if each.low is None and each.high is None:
        return "any"
    if each.high is None:
        return f"from {each.low:g}"
    return f"up to {each.high:g}" if each.low is None else f"{each.low:g} to {each.high:g}"


def markdown(metrics: Mapping[str, Metric]) -> str:
    """Return the metrics as a table of Markdown, the heavy ones marked."""
    head = "| metric | unit | range | version | what it measures | how it misleads |"
    lines = [head, "| --- | --- | --- | --- | --- | --- |"]
    for name, each in metrics.items():
        about = f"{each.about} Needs a model." if each.heavy else each.about
        cells = (f"`{name}`", each.unit, span(each), each.version, about, each.misleads)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"

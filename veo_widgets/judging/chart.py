"""The whisker chart of a verdict, as an SVG that stands alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from veo_widgets._lib.terminal import plain
from veo_widgets.judging.words import percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from veo_widgets.judging.standing import Line, Standing

LIGHT: Final = {
    "ink": "#1f2328",
    "faint": "#57606a",
    "hair": "#d0d7de",
    "paper": "#ffffff",
    "accent": "#1976d2",
    "quiet": "#8c959f",
}
DARK: Final = {
    "ink": "#e6edf3",
    "faint": "#9da7b1",
    "hair": "#30363d",
    "paper": "#161b22",
    "accent": "#58a6ff",
    "quiet": "#6e7681",
}
PAGE: Final = {name: f"var(--{name})" for name in LIGHT} | {
    "paper": "none",
    "quiet": "var(--faint)",
}
"""The colours of the page that the chart stands in, light or dark."""
WIDTH: Final = 720
ROW: Final = 30
NAMES: Final = 232
FIGURES: Final = 116
PAD: Final = 16
HEAD: Final = 28
FOOT: Final = 38
LETTER: Final = 6.4
FONT: Final = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif"


def chart(standings: Sequence[Standing], palette: Mapping[str, str] = LIGHT) -> str:
    """Draw of each configuration the chance to be preferred, with its 95 % interval.

    Args:
        standings: A block for each question.
        palette: Colours by the names of ``LIGHT``; text from outside is escaped.
    """
    parts: list[str] = []
    top = PAD
    for standing in standings:
        block, height = _block(standing, top, palette)
        parts.append(block)
        top += height
    height = top + PAD // 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-label="{escape(_spoken(standings))}" '
        f'font-family="{FONT}" font-size="12">'
        f'<rect width="{WIDTH}" height="{height}" fill="{palette["paper"]}"/>{"".join(parts)}</svg>'
    )


def _spoken(standings: Sequence[Standing]) -> str:
    words = [
        f"{line.label}: {percent(line.chance)}" for standing in standings for line in standing.lines
    ]
    return f"Chance to be preferred. {'; '.join(words)}"


def _x(chance: float) -> float:
    left, right = NAMES, WIDTH - FIGURES - PAD
    return round(left + (right - left) * min(max(chance, 0.0), 1.0), 1)


def _block(standing: Standing, top: int, palette: Mapping[str, str]) -> tuple[str, int]:
    rows = len(standing.lines)
    first, end = top + HEAD, top + HEAD + rows * ROW
    title = f"{standing.question} Chance to be preferred".strip()
    parts = [_text(PAD, top + 14, _cut(title, 90), palette["ink"], weight=600)]
    for step in (0, 25, 50, 75, 100):
        x = _x(step / 100)
        dash = "" if step == 50 else ' stroke-dasharray="2 4"'
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{first}" y2="{end}" stroke="{palette["hair"]}"{dash}/>'
        )
        parts.append(_text(x, end + 16, f"{step} %", palette["faint"], anchor="middle"))
    tier = 1
    for number, line in enumerate(standing.lines):
        y = first + number * ROW + ROW // 2
        if line.tier != tier:
            tier = line.tier
            parts.append(
                f'<line x1="{PAD}" x2="{WIDTH - PAD}" y1="{y - ROW // 2}" y2="{y - ROW // 2}" '
                f'stroke="{palette["hair"]}"/>'
            )
        parts.append(_whisker(line, y, palette))
    return "".join(parts), HEAD + rows * ROW + FOOT


def _whisker(line: Line, y: int, palette: Mapping[str, str]) -> str:
    colour = palette["accent"] if line.tier == 1 else palette["quiet"]
    low, value, high = (_x(at) for at in (line.chance.low, line.chance.value, line.chance.high))
    ends = "".join(
        f'<line x1="{x}" x2="{x}" y1="{y - 4}" y2="{y + 4}" stroke="{colour}" stroke-width="2"/>'
        for x in (low, high)
    )
    whole = escape(f"{line.label}: {percent(line.chance)}, {line.votes} votes")
    return (
        f"<g><title>{whole}</title>"
        f"{_text(PAD, y + 4, _cut(line.label, int((NAMES - PAD) / LETTER)), palette['ink'])}"
        f'<line x1="{low}" x2="{high}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2"/>{ends}'
        f'<circle cx="{value}" cy="{y}" r="5" fill="{colour}"/>'
        f"{_text(WIDTH - PAD, y + 4, percent(line.chance), palette['faint'], anchor='end')}</g>"
    )


def _text(
    x: float, y: float, words: str, fill: str, *, anchor: str = "start", weight: int = 400
) -> str:
    return (
        f'<text x="{x}" y="{y}" fill="{fill}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )


def _cut(words: str, most: int) -> str:
    clean = plain(words)
    return clean if len(clean) <= most else f"{clean[: most - 1]}…"


def rendered(svg: str, palette: Mapping[str, str], zoom: float) -> bytes:
    """Return an SVG as a PNG."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, zoom=zoom, background=palette["paper"], font_family="DejaVu Sans"
        )
    )

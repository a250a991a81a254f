"""What an open report says, as HTML that reads, and prints, without scripts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from veo_widgets.core.money import NOT_TOLD
from veo_widgets.judging.verdict import OWN
from veo_widgets.report.conclusion import verdict_section
from veo_widgets.report.images import images_html
from veo_widgets.report.leaves import counted
from veo_widgets.report.page import in_style, picture, unbroken
from veo_widgets.view.fields import measured, unit_of
from veo_widgets.view.html import money, raw_table, table
from veo_widgets.view.wire.constants import FILE_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from veo_widgets.catalogue import Model
    from veo_widgets.report.content import Content
    from veo_widgets.report.media import MediaFile
    from veo_widgets.report.place import Form

WIDE: Final = 40
HIDDEN: Final = frozenset({"cell", "sha256", "frames", "size", "fps"})
"""Columns of the data that the page's own table leaves out."""
LABELS: Final = {"has_audio": "sound", "asked_duration": "asked for", "request_id": "request"}
CAME: Final = {"duration": "s"}
"""Units of what came."""
FLAGGED: Final = "Defects that were measured. They point at a moment to look at; none is a verdict."


def body_of(content: Content, form: Form, media: Sequence[MediaFile], links: str, made: str) -> str:
    """Return the page's body.

    Args:
        content: What it tells.
        form: With the media in it, or beside it.
        media: The media.
        links: Links to the raw data.
        made: When and by what it was written.
    """
    parts = [
        ("verdict", "Verdict", verdict_section(content)),
        ("clips", "Clips", clips_section(content, form, media)),
        ("fairness", "What else differs", fairness_section(content)),
        ("scores", "Flags and scores", scores_section(content)),
        ("comments", "Comments", comments_section(content)),
        ("settings", "Settings and costs", settings_section(content, form)),
        ("method", "How it was judged", method_section(content)),
        ("data", "Raw data", f'<p class="files">{links}</p>'),
    ]
    shown = [(name, head, html) for name, head, html in parts if html]
    links_ = "".join(f'<a href="#{name}">{escape(head)}</a>' for name, head, _ in shown)
    sections = "".join(
        f'<section id="{name}"><h2>{escape(head)}</h2>{html}</section>'
        for name, head, html in shown
    )
    return (
        f'<header class="head"><h1>{unbroken(content.title)}</h1>'
        f'<p class="about">{escape(about(content))}</p></header>'
        f'<nav aria-label="Sections">{links_}</nav><main>{sections}</main>'
        f"<footer>{escape(made)}</footer>"
    )


def about(content: Content) -> str:
    """Say on one line what it is about: clips, models, money."""
    clips = {clip.sha256 for clip in content.clips.values()}
    models = {clip.model for clip in content.clips.values() if clip.model}
    parts = [counted(len(clips), "clip")]
    parts += [", ".join(sorted(models))] if 0 < len(models) <= 3 else []
    parts += [counted(len(models), "model")] if len(models) > 3 else []
    if content.cost.count:
        play = " play money" if content.grid["summary"]["play_money"] else ""
        parts.append(content.cost.said(NOT_TOLD, play))
    if content.verdict is not None:
        parts.append(counted(sum(of.votes for of in content.verdict.together), "vote"))
    return " · ".join(parts)


# --- the clips


def clips_section(content: Content, form: Form, media: Sequence[MediaFile]) -> str:
    """Return where the grid is drawn, and its pictures for paper."""
    figures = []
    for cell in content.grid["cells"]:
        clip = content.clips.get(cell["index"])
        if clip is None:
            continue
        name = f"{clip.sha256}{FILE_ENDINGS['poster']}"
        shown = picture(form, media, name)
        figures.append(
            f"<figure>{f'<img {shown} alt={chr(34)}{chr(34)}>' if shown else ''}"
            f"<figcaption>{unbroken(cell['title'])}</figcaption></figure>"
        )
    beside = (
        '<p class="note beside">Opened from a folder, sound is matched by lowering the louder '
        "clips, and a picture of all panes cannot be saved: <code>veo-widgets report --serve</code> "
        "and the folder's name open it with everything.</p>"
    )
    return (
        f'<div id="grid"></div><div class="posters">{"".join(figures)}</div>'
        f"{beside if form == 'folder' else ''}"
    )


# --- what was measured and said


def fairness_section(content: Content) -> str:
    """Return what differs between the clips besides what is compared."""
    rows = content.grid["unequal"]
    if not rows:
        return ""
    return in_style(
        table(
            ("", "", "values"),
            [(row["about"], row["text"], " / ".join(row["values"][:6])) for row in rows],
        )
    )


def scores_section(content: Content) -> str:
    """Return the flags, and every value folded away."""
    if not content.scores:
        return ""
    flagged = [row for row in content.scores if row["flag"]]
    timed = any(row["moments"] for row in flagged)
    heads = ("clip", "flag", "#value", *(["at"] if timed else []))
    rows = [
        (
            f"<b>{escape(row['clip'])}</b>",
            f'<span class="care">{escape(str(row["flag"]))}</span>',
            escape(_value(row)),
            *([escape(", ".join(f"{at:.1f} s" for at in row["moments"][:4]))] if timed else []),
        )
        for row in flagged
    ]
    told = (
        f"<p><small>{FLAGGED}</small></p>{raw_table(heads, rows)}"
        if rows
        else "<p>No defect was found in what was measured.</p>"
    )
    return in_style(
        f"{told}<details><summary>Every value</summary>{_matrix(content.scores)}</details>"
    )


def _matrix(scores: Iterable[dict[str, Any]]) -> str:
    """Return a line for each metric, a column for each clip."""
    clips: dict[str, None] = {}
    metrics: dict[str, dict[str, str]] = {}
    for row in scores:
        clips.setdefault(row["clip"])
        metrics.setdefault(row["metric"], {})[row["clip"]] = _value(row)
    heads = ("", *(f"#{clip}" for clip in clips))
    rows = [(name, *(values.get(clip, "–") for clip in clips)) for name, values in metrics.items()]
    return table(heads, rows)


def _value(row: dict[str, Any]) -> str:
    value, unit = row["value"], row["unit"]
    if value is None:
        return "–"
    return f"{value:.3g} {unit}".strip() if isinstance(value, float) else f"{value} {unit}".strip()


def comments_section(content: Content) -> str:
    """Return what was said of moments of clips."""
    if not content.comments:
        return ""
    rows = [
        (comment.clip, f"{comment.at:.2f} s", comment.text, comment.rater or OWN)
        for comment in content.comments
    ]
    return in_style(table(("clip", "#at", "comment", "by"), rows))


# --- how it was made and judged


def settings_section(content: Content, form: Form) -> str:
    """Return what was asked for each clip, and what came; what is the same in all once."""
    rows = content.table
    names = [name for name in rows[0] if name not in HIDDEN]
    models = content.source.catalogue
    values = {
        name: [_text(name, row[name], _unit(name, models.get(row["model"]))) for row in rows]
        for name in names
    }
    same = {
        name: texts[0]
        for name, texts in values.items()
        if len(rows) > 1 and len(set(texts)) == 1 and name != "clip"
    }
    varying = [name for name in names if name not in same]
    shown = [(name, text) for name, text in same.items() if text != "–"]
    common = "".join(
        f"<div{_wide(text)}><dt>{escape(_label(name))}</dt><dd>{escape(text)}</dd></div>"
        for name, text in shown
    )
    in_title = {axis["name"] for axis in content.grid["axes"] if len(axis["values"]) > 1}
    heads = [
        f"{'#' * _number(rows, name)}{'~' * (name in in_title)}{_label(name)}" for name in varying
    ]
    lines = [[unbroken(values[name][number]) for name in varying] for number in range(len(rows))]
    return (
        f"{f'<dl class={chr(34)}same{chr(34)}>{common}</dl>' if common else ''}"
        f"{images_html(content.images, form)}"
        f"{in_style(raw_table(heads, lines))}"
    )


def _wide(text: str) -> str:
    return ' class="wide"' if len(text) > WIDE else ""


def _label(name: str) -> str:
    return LABELS.get(name, name.replace("asked_", "asked ").replace("_", " "))


def _number(rows: Sequence[dict[str, Any]], name: str) -> bool:
    return all(type(row[name]) in {int, float, type(None)} for row in rows)


def _unit(name: str, model: Model | None) -> str:
    asked = name.removeprefix("asked_")
    if name in CAME or model is None or asked not in model.properties:
        return CAME.get(name, "")
    return unit_of(asked, model.properties[asked])


def _text(name: str, value: object, unit: str = "") -> str:
    if isinstance(value, float) and name == "cost":
        return money(value)
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(name, each, unit) for each in value)
    plain = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
    return measured(plain, unit)


def method_section(content: Content) -> str:
    """Return who judged, how many, how blind, and what the words mean."""
    verdict = content.verdict
    if verdict is None:
        return ""
    notes = "".join(f"<li>{escape(note)}</li>" for note in verdict.notes)
    by = ", ".join(verdict.by)
    return (
        f"<ul>{notes}<li>Compared by {escape(by)}: two clips are set against each other where they "
        "differ in that, and in their seed, alone.</li><li>Ranked by Davidson's model with ties and "
        "an order effect. “Is preferred” is said of what holds for all pairs at once; “cannot be "
        "told apart” is a result, too.</li></ul>"
    )

"""How what is drawn without scripts looks: in a cell, a saved notebook, an exported page."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
.veo{--ink:var(--jp-ui-font-color1,#1f2328);--faint:var(--jp-ui-font-color2,#57606a);
--paper:var(--jp-layout-color1,#fff);--accent:var(--jp-brand-color1,#1976d2);
--hair:color-mix(in srgb,var(--ink) 12%,transparent);
--wash:color-mix(in srgb,var(--ink) 5%,transparent);
--good:#1a7f37;--bad:#b3261e;--wait:#0b5cad;--care:#8a5300;
font:13px/20px var(--jp-ui-font-family,system-ui,sans-serif);color:var(--ink);
max-width:1100px;container-type:inline-size}
[data-jp-theme-light=false] .veo,.vscode-dark .veo,[data-theme=dark] .veo{
--ink:var(--jp-ui-font-color1,#e6edf3);--faint:var(--jp-ui-font-color2,#9da7b1);
--paper:var(--jp-layout-color1,#161b22);
--good:#56d364;--bad:#ff8a80;--wait:#79b8ff;--care:#e3b341}
.veo p,.veo figure{margin:0}
.veo h4{margin:0;font-family:inherit;font-size:14px;line-height:20px;font-weight:600}
.veo small,.veo .faint{font-size:12px;line-height:16px;color:var(--faint)}
.veo table{border-collapse:collapse;margin:0;font:inherit;table-layout:auto}
.veo .wide{width:100%}
.veo .scroll{overflow-x:auto}
.veo th,.veo td{padding:6px 16px 6px 0!important;text-align:left!important;
vertical-align:top;border:0;max-width:none;white-space:normal}
.veo thead th{font-family:inherit;font-size:12px;line-height:16px;font-weight:400;color:var(--faint);
border-bottom:1px solid var(--hair)}
.veo tbody tr{background:none!important;border-bottom:1px solid var(--hair)}
.veo tbody tr:last-child{border-bottom:0}
.veo tbody th{font-weight:600}
.veo .num{text-align:right!important;font-variant-numeric:tabular-nums;white-space:nowrap}
.veo .about{display:inline-block;min-width:min(17em,26vw)}
.veo .keep{white-space:nowrap!important}
.veo td:has(.bar){vertical-align:middle}
.veo img{display:block;border-radius:4px;background:var(--wash);margin:0;max-width:none}
.veo .poster{width:auto;max-width:min(100%,640px);height:auto;max-height:420px;
border-radius:10px}
.veo .thumb{width:64px;height:36px;object-fit:cover}
.veo .none{display:block;width:64px;height:36px;border-radius:4px;background:var(--wash)}
.veo .said{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden;
overflow-wrap:anywhere}
.veo .dot{display:inline-block;width:8px;height:8px;border-radius:50%;margin-right:6px;
background:var(--faint)}
.veo .good .dot{background:var(--good)}.veo .bad .dot{background:var(--bad)}
.veo .live .dot{background:var(--wait)}
.veo .bad{color:var(--bad)}.veo .care{color:var(--care)}
.veo .bar{display:block;height:6px;border-radius:3px;background:var(--wash);overflow:hidden;
min-width:80px}
.veo .bar i{display:block;height:100%;background:var(--accent);float:left}
.veo .bar .ok{background:var(--good)}.veo .bar .no{background:var(--bad)}
.veo .chip{display:inline-block;padding:0 6px;margin:0 4px 2px 0;border-radius:6px;
background:var(--wash);white-space:nowrap}
.veo .sums{display:flex;flex-wrap:wrap;gap:8px 32px;padding:4px 0 8px}
.veo .sums b{display:block;font-size:20px;line-height:28px;font-variant-numeric:tabular-nums}
.veo .line{display:flex;align-items:center;gap:12px;min-height:40px;padding:2px 10px 2px 2px;
border:1px solid var(--hair);border-radius:8px;max-width:760px;box-sizing:border-box}
.veo .line .said{-webkit-line-clamp:1;flex:1}
.veo .line .none{flex:none}
.veo .undrawn{margin:0 0 8px;padding:6px 10px;border-left:3px solid var(--care);
background:var(--wash);border-radius:0 6px 6px 0;max-width:760px}
body.jp-Notebook:not([data-base-url]) .veo .undrawn,
:is(.cell_output,.cell-output) .veo .undrawn{display:none}
.veo details{margin-top:4px}.veo summary{cursor:pointer;color:var(--faint)}
.veo pre{margin:4px 0;padding:8px;background:var(--wash);border-radius:6px;white-space:pre-wrap;
overflow-wrap:anywhere;color:inherit}
.veo code{background:var(--wash);border-radius:4px;padding:1px 5px;color:inherit}
.veo td .said{min-width:120px}
.veo .cells{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:12px;
margin-top:8px}
.veo .cells img,.veo .cells .blank{display:block;width:100%;aspect-ratio:16/9;object-fit:contain;
border-radius:8px;background:var(--wash)}
.veo .cells .bad .said{color:var(--ink)}
@container (max-width:620px){.veo .wideonly{display:none}
.veo th,.veo td{padding-right:10px!important}}
"""
"""JupyterLab's own colours where there are any, and fallbacks.

What a page should do to draw widgets is not said where none ever will: on a page of nbconvert's,
of a Jupyter Book, of Quarto.
"""

STILL: Final = "".join(
    f"""
{output}:has(>*>.veo-still:not(:empty))+{output}:not(:has(.vw)),
{output}:has(>*>.veo-still):has(+{output} .vw),
{output}:has(>*>.veo-still:empty){{display:none}}"""
    for output in (".jp-OutputArea-child", ".output_area")
)
"""Of a still and the live widget after it one is seen: the widget once it is drawn.

Outputs have the one name in JupyterLab, the other in nbclassic.
"""

NO_MATH: Final = "mathjax_ignore tex2jax_ignore"
"""Keeps notebooks from setting what stands between two dollar signs as a formula."""


def framed(html: str, *, still: bool = False) -> str:
    """Return HTML with what makes it look as it should.

    Args:
        html: Well-formed, its texts escaped.
        still: Whether it stands in for the live widget of the next output; an empty one
            holds the place.
    """
    style, kind = (STYLE * bool(html) + STILL, "veo veo-still") if still else (STYLE, "veo")
    return f'<style>{style}</style><div class="{kind} {NO_MATH}">{html}</div>'

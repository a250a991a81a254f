"""How a report's page looks: on a screen of any width, light or dark, and on paper."""

from __future__ import annotations

from typing import Final

PAGE_STYLE: Final = """
:root{--page:#fff;--ink:#16191d;--faint:#5c6570;--hair:#e4e7eb;--wash:#f6f7f9;--accent:#1667c1;
--edge:clamp(16px,4vw,48px);color-scheme:light;scroll-padding-top:56px}
:root[data-theme=dark]{--page:#0d1014;--ink:#e8ebef;--faint:#98a2ad;--hair:#232930;--wash:#151a20;
--accent:#6cb0ff;color-scheme:dark}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/24px system-ui,-apple-system,
'Segoe UI',Roboto,'Helvetica Neue',sans-serif;-webkit-font-smoothing:antialiased}
.head,main,footer{max-width:1680px;margin:0 auto;padding:0 var(--edge)}
.head{padding-top:clamp(28px,6vw,72px);padding-bottom:24px}
h1{margin:0;font-size:clamp(26px,4vw,40px);line-height:1.15;font-weight:650;letter-spacing:-.021em;
text-wrap:balance;overflow-wrap:anywhere}
.about{margin:12px 0 0;color:var(--faint);font-variant-numeric:tabular-nums}
nav{position:sticky;top:0;z-index:20;display:flex;gap:20px;overflow-x:auto;scrollbar-width:none;
padding:0 max(var(--edge),calc((100vw - 1680px)/2 + var(--edge)));
border-block:1px solid var(--hair);background:color-mix(in srgb,var(--page) 88%,transparent);
backdrop-filter:blur(12px)}
nav::-webkit-scrollbar{display:none}
nav a{flex:none;padding:10px 0;color:var(--faint);font-size:14px;text-decoration:none}
nav a:hover{color:var(--ink)}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px;
border-radius:4px}
main>section{padding:clamp(28px,4vw,48px) 0;border-bottom:1px solid var(--hair)}
main>section:last-child{border-bottom:0}
main>section>h2{margin:0 0 20px;font-size:18px;line-height:24px;font-weight:600;letter-spacing:-.01em}
.pair h3{margin:0 0 8px;font-size:13px;line-height:20px;font-weight:500;color:var(--faint)}
.lead,.veo .lead{margin:0 0 28px;max-width:44ch;font-size:clamp(20px,2.6vw,28px);line-height:1.35;
font-weight:550;letter-spacing:-.015em;text-wrap:pretty}
.name{display:inline-block;max-width:100%}
td .name,figcaption .name{display:inline;white-space:nowrap}
.lead span{display:block;margin-top:12px;max-width:72ch;font-size:15px;line-height:24px;font-weight:400;
letter-spacing:0;color:var(--faint)}
.lead.quiet{color:var(--faint);font-weight:400;margin:0}
.veo .asked{margin:0 0 6px;color:var(--faint);font-size:14px}
.veo .lead+.chart~.asked{margin-top:40px}
.veo{max-width:none;font-size:14px;line-height:22px;--ink:inherit;color:var(--ink)}
:root .veo{--ink:#16191d;--faint:#5c6570;--hair:#e4e7eb;--wash:#f6f7f9;--accent:#1667c1;
font-family:inherit}
:root[data-theme=dark] .veo{--ink:#e8ebef;--faint:#98a2ad;--hair:#232930;--wash:#151a20;
--accent:#6cb0ff}
.veo thead th{font-size:13px;line-height:20px}
.veo th,.veo td{padding:8px 20px 8px 0!important}
.veo td{overflow-wrap:break-word;max-width:52ch}
.chart{max-width:880px;margin:0 0 36px}
.veo .chart{margin:0 0 36px}
.chart figcaption{margin-bottom:12px;font-size:13px;line-height:20px;color:var(--faint)}
.whisker{display:grid;grid-template-columns:220px 1fr 108px;gap:0 16px;
align-items:center;min-height:36px}
.whisker b{font-weight:500;overflow-wrap:anywhere}
.whisker span{grid-column:3;grid-row:1;text-align:right;font-variant-numeric:tabular-nums;
color:var(--faint);white-space:nowrap}
.whisker>div{position:relative;height:20px;grid-column:2;
background:linear-gradient(var(--hair),var(--hair)) 50%/1px 100% no-repeat}
.whisker div::before{content:"";position:absolute;inset:9.5px 0 auto;border-top:1px dotted var(--hair)}
.whisker i{position:absolute;top:7px;height:6px;border-radius:3px;
background:color-mix(in srgb,var(--faint) 34%,transparent)}
.whisker u{position:absolute;top:4px;width:12px;height:12px;margin-left:-6px;border-radius:50%;
background:var(--faint);box-shadow:0 0 0 2px var(--page)}
.whisker.best b{font-weight:650}
.whisker.best span{color:var(--ink)}
.whisker.best i{background:color-mix(in srgb,var(--accent) 34%,transparent)}
.whisker.best u{background:var(--accent)}
.scale{position:relative;height:20px;margin:4px 124px 0 236px}
.scale i{position:absolute;transform:translateX(-50%);font:12px/16px inherit;font-style:normal;
font-size:12px;line-height:16px;color:var(--faint);font-variant-numeric:tabular-nums}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:28px 48px}
.pair>div{min-width:0}
.veo .pair~p{margin:20px 0 0}
.pair td b,.pair small,.pair .faint{white-space:nowrap}
#grid:empty{min-height:200px}
html:not(.scripts) #grid{display:none}
.posters{display:none;grid-template-columns:repeat(auto-fill,minmax(160px,1fr));gap:16px}
html:not(.scripts) .posters{display:grid}
.posters figure{margin:0;break-inside:avoid}
.posters img{display:block;width:100%;height:auto;border-radius:6px;background:var(--wash)}
.posters figcaption{margin-top:4px;font-size:13px;line-height:18px}
.note{margin:16px 0 0;max-width:76ch;font-size:13px;line-height:20px;color:var(--faint)}
.served .beside{display:none}
.note code{padding:1px 5px;border-radius:4px;background:var(--wash);font-size:.92em}
.same{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:16px 24px;
margin:0 0 24px}
.same div{min-width:0}
.same .wide{grid-column:1/-1;max-width:80ch}
.same dt{font-size:13px;line-height:20px;color:var(--faint)}
.same dd{margin:0;overflow-wrap:anywhere}
.given{display:flex;flex-wrap:wrap;gap:16px;margin:0 0 24px}
.given figure{width:min(168px,calc(50% - 8px));margin:0;break-inside:avoid}
.given img{display:block;width:100%;height:112px;object-fit:contain;object-position:0 50%;border-radius:6px;
background:var(--wash)}
.given figcaption{margin-top:6px;font-size:13px;line-height:18px}
.given small{display:block;font-size:13px;color:var(--faint);overflow-wrap:anywhere}
main>section>ul{margin:0;padding-left:18px;max-width:76ch}
main>section>ul>li{margin:4px 0}
.files{display:flex;flex-wrap:wrap;gap:8px;margin:0}
.file{padding:6px 14px;border:1px solid var(--hair);border-radius:8px;color:inherit;font-size:14px;
line-height:20px;text-decoration:none}
.file:hover{border-color:var(--faint);background:var(--wash)}
.veo details{margin-top:16px}
footer{padding-top:20px;padding-bottom:48px;color:var(--faint);font-size:13px;line-height:20px}
@media (max-width:620px){
.whisker{grid-template-columns:1fr auto;padding:6px 0}
.whisker span{grid-column:2}
.whisker>div{grid-column:1/-1}
.scale{margin:4px 0 0}
.scale i:first-child{transform:none}.scale i:last-child{transform:translateX(-100%)}
.veo th,.veo td{padding-right:14px!important}
}
@media screen and (min-width:1200px){
main>section:not(#clips){display:grid;grid-template-columns:200px minmax(0,1fr);gap:0 40px}
main>section:not(#clips)>h2{grid-row:1/9}
main>section:not(#clips)>*{grid-column:2}
main>section:not(#clips)>h2{grid-column:1}
}
@page{margin:16mm 14mm}
@media print{
:root,:root[data-theme=dark],:root .veo,:root[data-theme=dark] .veo{--page:#fff;--ink:#000;
--faint:#444;--hair:#ccc;--wash:#f3f3f3;--accent:#0b57a8;--good:#1a7f37;--bad:#b3261e;
--care:#8a5300;color-scheme:light}
body{font-size:10.5pt;line-height:1.45}
.head,main,footer{max-width:none;padding-left:0;padding-right:0}
.head{padding-top:0}
nav,#grid,.note,#data,.veo details{display:none}
.posters{display:grid;grid-template-columns:repeat(4,1fr)}
main>section{padding:16pt 0;border-color:#ccc}
main>section>h2{break-after:avoid}
tr,.whisker,.posters figure{break-inside:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
"""System fonts, one scale of spaces, hair lines; JupyterLab is not here, so its colours are not."""

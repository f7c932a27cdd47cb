"""The style sheet of the page: light and dark, screen, phone and paper, with system fonts and nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence

from sim.views import style
from sim.views.seen import View

_SHEET = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font-variant-numeric:tabular-nums;
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,footer{max-width:1060px;margin:0 auto;padding:0 20px}
main{padding-top:28px}
h1{font-size:1.9rem;line-height:1.2;margin:.1em 0 .3em;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.25rem;line-height:1.3;margin:2.2em 0 .2em}
h3{font-size:1rem;margin:0 0 .3em;overflow-wrap:anywhere}
.panels h3{font-size:.92rem;margin:0}
figcaption h3{color:var(--soft);font-weight:600}
p{margin:.4em 0}
.over{color:var(--soft);font-size:.85rem;margin:0}
.ask{font-size:1.1rem;color:var(--soft);max-width:46em}
.card{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:16px 18px;margin:12px 0}
.verdict{border-left:5px solid var(--mine)}
.lead{font-size:1.08rem;font-weight:600;max-width:52em;overflow-wrap:anywhere}
.rest{max-width:56em;overflow-wrap:anywhere}
.warn{font-weight:600}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,150px),1fr));gap:10px;margin:14px 0 2px}
.tile{background:var(--ground);border-radius:8px;padding:9px 12px}
.tile b{display:block;font-size:1.3rem;line-height:1.3;font-weight:650}
.tile span{display:block;font-size:.82rem;color:var(--soft)}
.good,.bad,.open{font-weight:600}td .good,td .bad,td .open{white-space:nowrap}
.good{color:var(--good)!important}.bad{color:var(--bad)!important}.open{color:var(--soft)!important}
.key{display:flex;flex-wrap:wrap;gap:4px 18px;margin:.5em 0;padding:0;list-style:none;font-size:.9rem;font-weight:600}
.key{break-after:avoid}
.key li{overflow-wrap:anywhere}
.key i{display:inline-block;width:22px;height:0;border-top:4px solid;vertical-align:.28em;margin-right:7px}
.key i.base{border-top-style:dashed}
.key i.box{height:13px;border:0;vertical-align:-.1em;width:13px;border-radius:3px}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,280px),1fr));gap:14px 20px;margin:12px 0 4px}
.panels.two{grid-template-columns:repeat(auto-fit,minmax(min(100%,380px),1fr))}
figure{margin:0}
figure svg{display:block;width:100%;height:auto;max-width:560px}
.say{font-size:1.1rem;line-height:1.4;margin-top:0;font-weight:600;overflow-wrap:anywhere}
.read{font-size:.87rem;color:var(--soft)}
svg text{font-family:inherit;font-size:11.5px;fill:var(--soft)}
svg .end{font-weight:700;font-size:12px}
svg path{fill:none}
svg .grid{stroke:var(--rule)}svg .axis{stroke:var(--soft)}
svg .level{stroke:var(--base);stroke-dasharray:2 3}
svg .line{stroke-width:2.3;stroke-linejoin:round;stroke-linecap:round}
svg .base{stroke-dasharray:6 4;stroke-linecap:butt}
svg .thick{stroke-width:3}svg .thin{stroke-width:1.4}
svg .band{fill-opacity:.14}svg .strong{fill-opacity:.22}
svg .mark{stroke:var(--card);stroke-width:1.5}
.bars{display:grid;grid-template-columns:fit-content(190px) 1fr;gap:8px 14px;align-items:center;margin:12px 0}
.bars b{overflow-wrap:anywhere;font-size:.93rem}
.bar{display:flex;height:34px;border-radius:5px;overflow:hidden}
.bar span{color:#1C2430;font-size:.84rem;display:flex;align-items:center;justify-content:center;
overflow:hidden;border-right:1.5px solid var(--card);min-width:2px;flex-shrink:1}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.9rem;width:100%;margin:8px 0}
caption{text-align:left;color:var(--soft);font-size:.87rem}
th,td{padding:5px 10px 5px 0;text-align:right;border-bottom:1px solid var(--rule);vertical-align:top}
th:first-child,td.words{text-align:left}
thead th{color:var(--soft);font-weight:600;vertical-align:bottom}
tbody th{font-weight:500}
td small{display:block;color:var(--soft);white-space:nowrap}
td.same{color:var(--soft)}
.key.plain{font-weight:400}
.heat{width:auto;table-layout:fixed}
.heat caption{white-space:nowrap}
.heat td,.heat thead th{text-align:center;min-width:58px;padding:7px 4px}
.heat td{border:1px solid var(--card);background:color-mix(in srgb,var(--heat) calc(var(--s)*100%),var(--card))}
.heat td.deep{color:var(--deep)}
details{margin:10px 0 0}
summary{cursor:pointer;color:var(--link);font-size:.92rem}
summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
ul.limits{padding-left:1.2em;max-width:56em}
ul.limits li{margin:.35em 0}
footer{color:var(--soft);font-size:.8rem;padding-bottom:40px;margin-top:34px;overflow-wrap:anywhere}
footer dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:8px 0}
footer dd{margin:0}
@media (max-width:600px){main,footer{padding-left:14px;padding-right:14px}h1{font-size:1.5rem}.card{padding:13px}
.bars{grid-template-columns:1fr;gap:2px}.bar{margin-bottom:8px}.tiles{grid-template-columns:1fr 1fr}.tile b{font-size:1.15rem}
footer dl{grid-template-columns:1fr}footer dt{margin-top:5px}}
@media print{@page{size:A4;margin:13mm}html{font-size:11px}body{font-size:9.5pt;background:#fff}
main,footer{max-width:none;padding:0}.card,figure,tr,.tile{break-inside:avoid}h2{break-after:avoid;margin-top:1.3em}
.panels{grid-template-columns:repeat(3,1fr)}.panels.two{grid-template-columns:1fr 1fr}.tiles{grid-template-columns:repeat(5,1fr)}
.scroll{overflow:visible}main summary{display:none}.long{break-inside:auto}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""

_LIGHT = {
    "ground": "#F4F6F8", "card": "#FFFFFF", "ink": style.INK, "soft": style.SECONDARY, "rule": "#DDE3E9", "base": style.BASELINE,
    "good": "#005F99", "bad": "#A84300", "link": "#005F99", "heat": "#1F6CA6", "deep": "#FFFFFF"}
_DARK = {
    "ground": "#12171E", "card": "#1B222B", "ink": "#E9EDF2", "soft": "#A5B0BD", "rule": "#343E4A", "base": "#98A3B0",
    "good": "#6FC0F2", "bad": "#FFA066", "link": "#7CC4F4", "heat": "#2A6CA0", "deep": "#FFFFFF"}


def sheet(views: Sequence[View]) -> str:
    """The whole style sheet, with a colour for each policy in light and dark."""
    light = _LIGHT | {f"p{view.place}": view.colour for view in views}
    dark = _DARK | {f"p{view.place}": view.dark for view in views}
    words = [";".join(f"--{name}:{value}" for name, value in colours.items()) for colours in (light, dark)]
    return f":root{{color-scheme:light dark;{words[0]}}}@media screen and (prefers-color-scheme:dark){{:root{{{words[1]}}}}}{_SHEET}"

"""What the grid's benchmark shows, and what it asks the page."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.clips import coded_clip
from tests.e2e.lab import book
from veo_widgets.home.paths import Home
from veo_widgets.media import Clip, Derived

if TYPE_CHECKING:
    from pathlib import Path

CLIPS = 16

PLAIN = """
import ipywidgets as w
from pathlib import Path
w.HBox([w.Video.from_file(str(p), autoplay=False, width=240, controls=False)
        for p in sorted(Path('.').glob('clip*.mp4'))], layout={'flex_flow': 'row wrap'})
"""
GRID = """
import veo_widgets as veo
from pathlib import Path
grid = veo.compare(sorted(Path('.').glob('clip*.mp4')))
grid
"""
THOUSAND = """
import veo_widgets as veo
sweep = veo.sweep("a fox {n}", model="veo-3-fast", seed=range(1, 101), n=list(range(10)))
veo.ComparisonGrid(sweep.plan())
"""
READY = """count => {
  const found = [...document.querySelectorAll('.jp-OutputArea video:not(.vg-voice)')];
  return found.length === count && found.every(one => one.readyState >= 2);
}"""
STANDING = """() => [...document.querySelectorAll('.vg-pane video')]
  .every(one => one.paused && !one.seeking && one.readyState >= 2)"""
WATCH = """() => {
  window.__clocks = [];
  window.__watch = setInterval(() => window.__clocks.push([performance.now(),
    ...[...document.querySelectorAll('.vg-pane video')]
      .filter(one => !one.paused && !one.seeking && one.readyState >= 2)
      .map(one => one.currentTime)]), 40);
}"""
PLAYING = """() => [...document.querySelectorAll('.vg-pane video')]
  .filter(one => !one.paused && one.readyState >= 2).length"""
KEY = """key => document.querySelector('.vg-cell').dispatchEvent(
  new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}))"""
NOTE = "() => document.querySelector('.vg-deck [role=status]')?.textContent ?? ''"
WATCHED = "() => { clearInterval(window.__watch); return window.__clocks; }"
SEEK = """async key => {
  const videos = [...document.querySelectorAll('.vg-pane video')];
  const from = performance.now();
  document.querySelector('.vg-cell').dispatchEvent(
    new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  while (videos.some(one => one.seeking) && performance.now() - from < 10000) {
    await new Promise(go => setTimeout(go, 1));
  }
  return performance.now() - from;
}"""
BARE_SEEK = """async () => {
  const box = document.createElement('div');
  box.style.cssText = 'position: fixed; inset: 0; z-index: 99; display: grid;'
    + 'grid-template-columns: repeat(6, 320px)';
  document.body.append(box);
  const heard = (video, name) =>
    new Promise(go => video.addEventListener(name, go, {once: true}));
  const all = [...document.querySelectorAll('.vg-pane video')].map(pane => {
    const video = document.createElement('video');
    Object.assign(video, {muted: true, preload: 'auto', src: pane.currentSrc});
    video.style.width = '320px';
    box.append(video);
    return video;
  });
  await Promise.all(all.map(video => heard(video, 'loadeddata')));
  const times = [];
  for (const tenth of [3, 7, 1, 9, 4, 8, 2]) {
    const from = performance.now();
    await Promise.all(all.map(video => {
      const landed = heard(video, 'seeked');
      video.currentTime = 0.8 * tenth + 0.02;
      return landed;
    }));
    times.push(performance.now() - from);
  }
  box.remove();
  return times.sort((one, other) => one - other)[3];
}"""
IN_VIEW = """() => {
  const box = document.querySelector('.vg-scroll').getBoundingClientRect();
  return [...document.querySelectorAll('.vg-cell')].map(one => one.getBoundingClientRect())
    .filter(one => one.bottom > box.top && one.top < box.bottom
      && one.right > box.left && one.left < box.right).length;
}"""
STALL = """async () => {
  const videos = [...document.querySelectorAll('.vg-pane video')];
  const spread = () => {
    const all = videos.map(one => one.currentTime);
    return Math.max(...all) - Math.min(...all);
  };
  const begun = performance.now();
  while (videos[5].currentTime < 1 && performance.now() - begun < 20000) {
    await new Promise(go => setTimeout(go, 20));
  }
  videos[5].currentTime -= 0.4;
  const from = performance.now();
  let [since, apart] = [null, 0];
  while (performance.now() - from < 4000) {
    await new Promise(go => setTimeout(go, 20));
    apart = Math.max(apart, spread());
    if (spread() > 1 / 24) since = null;
    else if ((since ??= performance.now()) && performance.now() - since > 300) break;
  }
  return [since === null ? 4000 : since - from, 1000 * apart];
}"""
SAVE = """async () => {
  const from = performance.now();
  await jupyterapp.commands.execute('docmanager:save');
  return performance.now() - from;
}"""


def make(folder: Path) -> None:
    """Write the clips, what is made of them, and the notebooks."""
    for number in range(CLIPS):
        path = folder / f"clip{number:02}.mp4"
        coded_clip(path, 192, 1280, 720, 10 + 15 * number, sound=True, bit_rate=4_000_000)
    paths = sorted(folder.glob("clip*.mp4"))
    print(f"{CLIPS} clips of {sum(path.stat().st_size for path in paths) / CLIPS / 1e6:.1f} MB")
    start = time.perf_counter()
    derived = Derived(Home(folder / "veo_runs").derived)
    for path in paths:
        derived.make(path, Clip.open(path).sha256).result()
    print(f"proxies made once, {(time.perf_counter() - start) / CLIPS:.2f} s a clip")
    for name, source in (("plain", PLAIN), ("grid", GRID), ("thousand", THOUSAND)):
        book(folder / f"{name}.ipynb", source)

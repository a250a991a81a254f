"""Check a built site: nothing is fetched from elsewhere, and every link within it leads somewhere.

Run it as ``python -m tools.check_site FOLDER``.
"""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

LINKS: Final = {"a", "area"}
TOLD: Final = {"canonical", "search", "next", "prev", "index", "author", "copyright", "help"}
FETCHED: Final = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


class Page(HTMLParser):
    """What a page fetches, links to, and can be linked at."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetches: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self._style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down what a tag names."""
        values = {name: value or "" for name, value in attrs}
        self._style = tag == "style"
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        self.fetches += _urls(values.get("style", ""))
        if tag in LINKS:
            self.links += [values["href"]] if "href" in values else []
        elif tag != "link" or not set(values.get("rel", "").split()) & TOLD:
            self.fetches += [values[name] for name in ("src", "href", "poster") if name in values]
            self.fetches += [
                each.split()[0] for each in values.get("srcset", "").split(",") if each
            ]

    def handle_data(self, data: str) -> None:
        """Take down what a style in the page fetches."""
        if self._style:
            self.fetches += _urls(data)

    def handle_endtag(self, tag: str) -> None:
        """Leave a style."""
        del tag
        self._style = False


def _urls(style: str) -> list[str]:
    return [one or other for one, other in FETCHED.findall(style)]


def is_foreign(url: str) -> bool:
    """Tell whether an address is fetched from elsewhere."""
    parts = urlsplit(url)
    return bool(parts.netloc) or parts.scheme not in {"", "data"}


def faults(site: Path) -> list[str]:
    """Say of each page what it fetches from elsewhere, and which of its links lead nowhere."""
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    words = [
        f"{path.relative_to(site)} fetches {url} from elsewhere"
        for path, fetches in (*_fetches(pages), *_styles(site))
        for url in fetches
        if is_foreign(url)
    ]
    return words + [
        f"{path.relative_to(site)}: {word}"
        for path, page in pages.items()
        for url in {*page.links, *page.fetches}
        if not is_foreign(url) and (word := _nowhere(path, url, pages))
    ]


def _fetches(pages: dict[Path, Page]) -> Iterator[tuple[Path, list[str]]]:
    return ((path, page.fetches) for path, page in pages.items())


def _styles(site: Path) -> Iterator[tuple[Path, list[str]]]:
    for path in site.rglob("*.css"):
        yield path, _urls(path.read_text("utf-8"))


def _nowhere(path: Path, url: str, pages: dict[Path, Page]) -> str:
    """Say what a link of a page misses, if anything."""
    parts = urlsplit(url)
    if parts.scheme:
        return ""
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.exists():
        return f"{url} is not there"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].anchors:
        return f"{url}: that page has no such place"
    return ""


def main() -> None:
    """Check the site that is named."""
    site = Path(sys.argv[1]).resolve()
    if not (site / "index.html").exists():
        sys.exit(f"{site} is no built site: run 'make docs'")
    if words := faults(site):
        sys.exit("\n".join(sorted(words)))
    print(
        f"{len(list(site.rglob('*.html')))} pages in {site}: nothing fetched from elsewhere, no dead link"
    )


if __name__ == "__main__":
    main()

"""What a clip says of itself as XMP, for this kit and for everybody's tools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

SPACES: Final[Mapping[str, str]] = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "veo": "urn:veo-widgets:clip/",
}
SOURCE_TYPES: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SETTINGS: Final = "veo:settings"
OPENING: Final = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
CLOSING: Final = b'\n<?xpacket end="w"?>'
UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
for _prefix, _space in SPACES.items():
    ET.register_namespace(_prefix, _space)


def _name(short: str) -> str:
    prefix, _, name = short.partition(":")
    return f"{{{SPACES[prefix]}}}{name}"


DESCRIPTION: Final = _name("rdf:Description")


def _read(packet: bytes) -> ET.Element | None:
    """Return the RDF of a packet; nobody's entities are expanded."""
    if b"<!" in packet:
        return None
    try:
        tree = ET.fromstring(packet.strip(b"\0 \r\n\t"))  # noqa: S314
    except (ET.ParseError, ValueError, LookupError):
        return None
    return tree if tree.tag == _name("rdf:RDF") else tree.find(_name("rdf:RDF"))


def said(packet: bytes, name: str) -> str:
    """Return a property of a packet; empty where it has none.

    Args:
        packet: XMP.
        name: Such as ``veo:settings``.
    """
    graph = _read(packet)
    for description in () if graph is None else graph.findall(DESCRIPTION):
        text = description.get(_name(name)) or description.findtext(_name(name))
        if text:
            return text
    return ""


def with_said(packet: bytes, properties: Mapping[str, str]) -> bytes:
    """Return a packet that says more; what others said in it stays.

    Args:
        packet: XMP, or nothing.
        properties: Texts by names such as ``veo:settings``. What was said by this kit
            before is replaced; what another tool said goes before it.
    """
    graph = _read(packet) if packet else None
    if graph is None:
        graph = ET.Element(_name("rdf:RDF"))
    for description in graph.findall(DESCRIPTION):
        if description.find(_name(SETTINGS)) is not None:
            graph.remove(description)
    others = {name for each in graph for name in (*each.keys(), *(child.tag for child in each))}
    mine = ET.SubElement(graph, DESCRIPTION, {_name("rdf:about"): ""})
    for name, value in properties.items():
        if _name(name) not in others:
            ET.SubElement(mine, _name(name)).text = UNWRITABLE.sub("\ufffd", value)
    tree = ET.Element(_name("x:xmpmeta"))
    tree.append(graph)
    return OPENING + ET.tostring(tree, encoding="unicode").encode() + CLOSING

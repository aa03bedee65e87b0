"""Rights as an XMP packet, with the properties of the IPTC Video Metadata Hub. Pure."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from curation.rights.terms import Terms

SPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "pugmark": "urn:pugmark:rights:1:",
}
_PLUS = "http://ns.useplus.org/ldf/vocab/"
_RELEASES = {"not_needed": "NAP", "given": "UMR", "editorial_only": "LMR", "missing": "NON"}
_PROPERTY = {"UMR": "UPR", "LMR": "LPR"}
for _prefix, _space in SPACES.items():
    ET.register_namespace(_prefix, _space)


def rights_packet(terms: tuple[Terms, ...], *, credits: tuple[str, ...] = (), download: str = "") -> bytes:
    """The packet for a file under all of these terms, UTF-8 XML. `credits` are the lines that must be shown.

    `download` is the id under which it was handed out. Embargo, end and fingerprints of the terms, for which the IPTC
    has no property, are in a namespace of our own.
    """
    root = ET.Element(_name("x:xmpmeta"))
    about = ET.SubElement(ET.SubElement(root, _name("rdf:RDF")), _name("rdf:Description"), {_name("rdf:about"): ""})
    owners = list(dict.fromkeys(each.owner for each in terms if each.owner))
    _text(about, "xmpRights:Marked", "True")
    _lines(about, "xmpRights:Owner", owners, kind="Bag")
    if owners:
        _lines(about, "dc:rights", ["© " + ", ".join(owners)], kind="Alt")
        people = ET.SubElement(ET.SubElement(about, _name("plus:CopyrightOwner")), _name("rdf:Seq"))
        for owner in owners:
            _text(_struct(people), "plus:CopyrightOwnerName", owner)
    words = [each.notes or each.name for each in terms if each.notes or each.name]
    _lines(about, "xmpRights:UsageTerms", [" ".join(words)] if words else [], kind="Alt")
    lines = dict.fromkeys((*credits, *(each.credit_line for each in terms if each.credit_line)))
    if lines:
        _text(about, "photoshop:Credit", "; ".join(lines))
    _text(about, "plus:ModelReleaseStatus", f"{_PLUS}MR-{_strictest([each.people_release for each in terms])}")
    code = _strictest([each.property_release for each in terms])
    _text(about, "plus:PropertyReleaseStatus", f"{_PLUS}PR-{_PROPERTY.get(code, code)}")
    _text(about, "plus:DataMining", f"{_PLUS}DMI-PROHIBITED")
    _own(about, terms, download=download)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{body}<?xpacket end="r"?>'.encode()


def _own(about: ET.Element, terms: tuple[Terms, ...], *, download: str) -> None:
    embargoes = [each.embargo_until for each in terms if each.embargo_until]
    ends = [each.until for each in terms if each.until]
    if embargoes:
        _text(about, "pugmark:EmbargoUntil", max(embargoes).isoformat())
    if ends:
        _text(about, "pugmark:LicensedUntil", min(ends).isoformat())
    _lines(about, "pugmark:Terms", [f"sha256:{each.fingerprint}" for each in terms], kind="Bag")
    if download:
        _text(about, "pugmark:Download", download)


def _strictest(releases: list[str]) -> str:
    return _RELEASES[max(releases, key=list(_RELEASES).index, default="not_needed")]


def _name(short: str) -> str:
    prefix, local = short.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


def _text(parent: ET.Element, name: str, value: str) -> None:
    # What XML cannot hold would make the packet unreadable as a whole.
    ET.SubElement(parent, _name(name)).text = "".join(each for each in value if each in "\t\n\r" or each >= " ")


def _struct(parent: ET.Element) -> ET.Element:
    return ET.SubElement(parent, _name("rdf:li"), {_name("rdf:parseType"): "Resource"})


def _lines(about: ET.Element, name: str, values: list[str], *, kind: str) -> None:
    if not values:
        return
    held = ET.SubElement(ET.SubElement(about, _name(name)), _name(f"rdf:{kind}"))
    for value in values:
        _text(held, "rdf:li", value)
        if kind == "Alt":
            held[-1].set("{http://www.w3.org/XML/1998/namespace}lang", "x-default")

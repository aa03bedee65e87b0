"""TTML and IMSC files as cues."""

from xml.etree.ElementTree import Element, ElementTree

from ttconv.imsc import reader

from curation.subtitles.cues import Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats.listening import READER_ERRORS, Listener
from curation.subtitles.formats.paragraphs import Paragraphs
from curation.subtitles.formats.ttml.source import TTML, tree


def parse(data: bytes) -> Document:
    """Read a file. Raises SubtitleError where it is no TTML, holds entities, or nests without end."""
    root, problems = tree(data)
    with Listener() as listener:
        model = _model(root)
    if listener.heard:
        listener.codes["not_standard"] = None
    if any(True for _ in root.iter(f"{TTML}image")):
        listener.codes["pictures"] = None
    return Paragraphs(model, codes=listener.codes, problems=problems).read()


def _model(root: Element) -> object:
    try:
        return reader.to_model(ElementTree(root))
    except READER_ERRORS:
        pass
    # ttconv gives up a whole file for one wrong attribute: what only looks are told by goes, and the words stay
    for element in root.iter():
        kept = ("begin", "end", "dur", "timeContainer", "region", "{http://www.w3.org/XML/1998/namespace}space")
        for name in [name for name in element.attrib if name not in kept and not name.endswith(("Rate", "Mode"))]:
            del element.attrib[name]
    for head in root.findall(f"{TTML}head"):
        root.remove(head)
    try:
        return reader.to_model(ElementTree(root))
    except READER_ERRORS as error:
        raise SubtitleError("not_a_document", format="TTML") from error

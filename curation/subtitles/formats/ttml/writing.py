"""Cues as IMSC 1.1 text profile, by way of ttconv's model."""

import re
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from xml.etree.ElementTree import Element

from ttconv import model
from ttconv.imsc import writer
from ttconv.imsc.attributes import TimeExpressionSyntaxEnum
from ttconv.imsc.config import IMSCWriterConfiguration
from ttconv.imsc.designators import IMSC_11_TEXT_PROFILE_DESIGNATOR
from ttconv.style_properties import FontStyleType, FontWeightType, NamedColors, StyleProperties, TextDecorationType

from curation.subtitles import markup
from curation.subtitles.cues import Cue, Document
from curation.subtitles.formats.places import region_for
from curation.subtitles.formats.spans import Span, spans
from curation.subtitles.formats.written import Losses, Written
from curation.subtitles.regions import regions

_XML = "{http://www.w3.org/XML/1998/namespace}"
_LANGUAGE = "language."
# XML 1.0, 2.2: what may stand in a document
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(document: Document, *, language: str, frame_rate: Fraction | None = None) -> Written:
    """The document as UTF-8 XML. With a `frame_rate` (frames a second) times are counted in frames."""
    losses = Losses()
    losses.of_document(document, kept=())
    content = model.ContentDocument()
    content.set_lang(language)
    content.set_content_profiles({IMSC_11_TEXT_PROFILE_DESIGNATOR})
    body, division = model.Body(content), model.Div(content)
    content.set_body(body)
    body.push_child(division)
    declared = regions(document)
    for index, cue in enumerate(document.cues):
        losses.of_cue(index, cue, kept=("colours", "emphasis", "languages", "ruby", "timestamps"))
        if not markup.plain(cue.text).strip() or cue.end <= cue.start:
            losses.add(index, "unseen")
            continue
        division.push_child(_paragraph(cue, index, region_for(cue.settings, content, declared), losses))
    syntax = TimeExpressionSyntaxEnum.frames if frame_rate else TimeExpressionSyntaxEnum.clock_time
    tree = writer.from_model(content, IMSCWriterConfiguration(time_format=syntax, fps=frame_rate))
    _say_languages(tree.getroot())
    file = BytesIO()
    tree.write(file, encoding="utf-8", xml_declaration=True)
    return Written(file.getvalue(), losses.found())


def _say_languages(root: Element) -> None:
    # ttconv reads xml:lang and does not write it: the name of an element carries it through
    for element in root.iter("{http://www.w3.org/ns/ttml}span"):
        if element.get(f"{_XML}id", "").startswith(_LANGUAGE):
            element.set(f"{_XML}lang", element.attrib.pop(f"{_XML}id").removeprefix(_LANGUAGE))


def _paragraph(cue: Cue, index: int, place: tuple[model.Region, bool], losses: Losses) -> model.P:
    region, exact = place
    content = region.get_doc()
    paragraph = model.P(content)
    # the gathered thousandths, never a float's neighbour
    paragraph.set_begin(Fraction(round(cue.start * 1000), 1000))
    paragraph.set_end(Fraction(round(cue.end * 1000), 1000))
    if not exact:
        losses.add(index, "place")
    paragraph.set_region(region)
    paragraph.set_space(model.WhiteSpaceHandling.PRESERVE)
    written = spans(markup.tidy(cue.text))
    if any(_NOT_XML.search(span.text) for span in written):
        losses.add(index, "characters")
    _fill(paragraph, [_in_cue(span, cue) for span in written], content)
    return paragraph


def _in_cue(span: Span, cue: Cue) -> Span:
    """When the span appears, counted from its cue; one that would come after it, or with it, is there at once."""
    late = cue.start < span.appears < cue.end
    return replace(span, appears=span.appears - cue.start if late else 0.0)


def _fill(paragraph: model.P, written: list[Span], content: model.ContentDocument) -> None:
    at = 0
    while at < len(written):
        if not written[at].ruby:
            paragraph.push_children(_styled(written[at], content))
            at += 1
            continue
        group = [span for span in written[at:] if span.ruby == written[at].ruby]
        at += len(group)
        _ruby(paragraph, group, content)


def _ruby(paragraph: model.P, group: list[Span], content: model.ContentDocument) -> None:
    """Each base with its annotation: TTML has one of each in a container."""
    at = 0
    while at < len(group):
        bases, annotations = [], []
        while at < len(group) and not group[at].annotation:
            bases.append(group[at])
            at += 1
        while at < len(group) and group[at].annotation:
            annotations.append(group[at])
            at += 1
        if not bases or not annotations:
            for span in (*bases, *annotations):
                paragraph.push_children(_styled(span, content))
            continue
        ruby = model.Ruby(content)
        pair: list[model.ContentElement] = []
        for kind, texts in ((model.Rb, bases), (model.Rt, annotations)):
            holder = kind(content)
            holder.set_space(model.WhiteSpaceHandling.PRESERVE)
            for span in texts:
                # a base and its annotation are one line each
                holder.push_children(_styled(replace(span, text=span.text.replace("\n", " ")), content))
            pair.append(holder)
        ruby.push_children(pair)
        paragraph.push_child(ruby)


def _styled(span: Span, content: model.ContentDocument) -> list[model.ContentElement]:
    result: list[model.ContentElement] = []
    for number, line in enumerate(span.text.split("\n")):
        if number:
            result.append(model.Br(content))
        if not line:
            continue
        element = model.Span(content)
        element.set_space(model.WhiteSpaceHandling.PRESERVE)
        if span.language:
            element.set_id(f"{_LANGUAGE}{span.language}")
        if span.appears and not span.ruby:  # TTML lets no part of a ruby come later
            element.set_begin(Fraction(round(span.appears * 1000), 1000))
        if span.italic:
            element.set_style(StyleProperties.FontStyle, FontStyleType.italic)
        if span.bold:
            element.set_style(StyleProperties.FontWeight, FontWeightType.bold)
        if span.underline:
            element.set_style(StyleProperties.TextDecoration, TextDecorationType(underline=True))
        if span.colour:
            element.set_style(StyleProperties.Color, NamedColors[span.colour].value)
        element.push_child(model.Text(content, _NOT_XML.sub("\ufffd", line)))
        result.append(element)
    return result

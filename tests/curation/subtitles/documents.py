"""Strategies that make documents as an editor could have written them."""

from hypothesis import strategies as st

from curation.subtitles import markup
from curation.subtitles.cues import Block, Cue, Document

_MEANINGFUL = (
    *("<i>", "</i>", "<b>", "</b>", "<v Мария>", "</v>", "<c.loud>", "</c>", "<00:00:01.500>", "<lang zh-Hans>"),
    *("<ruby>", "<rt>", "<", ">", "&", "&amp;", "&lt;", "&gt;", "-->", "{\\an8}", "{\\fs200}", "\\N", "\\", "{", "}"),
    *("NOTE", "STYLE", "WEBVTT", "00:01.000", "1", "2,000", "东北虎", "النمر", "호랑이", "тигр", "R&D", "<3"),
)
# one of everything that has a meaning somewhere, mixed with ordinary letters of every script
_PIECES = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=8),
    st.sampled_from(_MEANINGFUL),
    st.sampled_from([" ", "\n", "\t"]),
)
texts = st.lists(_PIECES, max_size=8).map("".join)
_milliseconds = st.integers(min_value=0, max_value=400_000_000)
_words = st.text(alphabet="abc 123:,.%-é虎", max_size=10).map(lambda text: " ".join(text.split()))


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    start = draw(_milliseconds)
    end = start + draw(st.integers(min_value=0, max_value=100_000))
    return Cue(
        start / 1000,
        end / 1000,
        markup.normal(draw(texts)),
        identifier=draw(_words),
        settings=draw(st.sampled_from(["", "line:0", "align:start size:50%", "vertical:rl position:10%,line-left"])),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    found = tuple(draw(st.lists(cues(), max_size=5)))
    before = st.integers(min_value=0, max_value=len(found))
    notes = draw(st.lists(st.tuples(st.sampled_from(["NOTE x", "NOTE\nlines\nof text"]), before), max_size=3))
    blocks = [Block("STYLE", "STYLE\n::cue(v[voice=Мария]) { color: lime }"), Block("REGION", "REGION\nid:a\nlines:2")]
    blocks = blocks[: draw(st.integers(min_value=0, max_value=2))]
    blocks += [Block("NOTE", text, place) for text, place in sorted(notes, key=lambda note: note[1])]
    return Document(
        found, header=draw(st.sampled_from(["", " - a title", "\nX-TIMESTAMP-MAP=LOCAL"])), blocks=tuple(blocks)
    )

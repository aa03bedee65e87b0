"""Documents that every format is tried with, and strategies that spoil the files made of them."""

from hypothesis import strategies as st

from curation.subtitles import formats, markup
from curation.subtitles.cues import Cue, Document

WESTERN = Document(
    (
        Cue(3.0, 5.5, "<i>Hello</i> tiger,\nsecond line", settings="line:0"),
        Cue(6.0, 8.0, "Où est l'été? ¿Dónde? Über"),
        Cue(12.0, 14.0, "<u>two</u> words"),
    )
)
RICH = Document(
    (
        *WESTERN.cues,
        Cue(15, 18, "<v Bob>x</v> <lang fr>été</lang> <c.yellow>é</c> <ruby>a<rt>b</rt></ruby>", identifier="one"),
        Cue(16, 19, "y" * 300, settings="align:start line:40%"),
        Cue(20, 21, "now <00:00:20.500>then <b>bold</b>", settings="vertical:rl"),
    ),
    header=" - title",
)
# what means something in some format, to be put where nobody expects it
_TOKENS = (
    *(b'begin="1s"', b'end="0s"', b'dur="5f"', b'timeContainer="seq"', b"<br/>", b"<span>", b"</p>", b"\x00"),
    *(b"9999999999", b"-1", b"%", b"<set begin='1s' tts:color='red'/>", b"{\\p1}", b"\\an99", b"{\\i}", b"\n", b"\t"),
    *(b"9420 9420", b"942c", b"9425 9425 94ad", b"\xff\xfe", b"NaN", b'tts:ruby="container"', b'tts:ruby="text"'),
    *(
        b"Dialogue: ",
        b"Style: ",
        b"Format: ",
        b"xml:lang='",
        b'tts:extent="1px"',
        b'ttp:frameRate="0"',
        b"<!DOCTYPE x>",
    ),
)


def file(ending: str, document: Document = RICH) -> bytes:
    return formats.write(document, ending=ending).data


@st.composite
def spoilt(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A file with pieces cut out, put in, or said again."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(["cut", "put", "again", "end", "byte"]))
        if kind == "cut":
            data = data[:at] + data[at + draw(st.sampled_from([1, 2, 16, 128])) :]
        elif kind == "put":
            data = data[:at] + draw(st.sampled_from(_TOKENS)) + data[at:]
        elif kind == "again":
            data = data[:at] + data[at : at + 200] + data[at:]
        elif kind == "end":
            data = data[: max(at, len(data) // 2)]
        else:
            data = data[:at] + draw(st.binary(min_size=1, max_size=3)) + data[at + 1 :]
    return data


@st.composite
def captions(draw: st.DrawFn, alphabet: str, *, step: int = 40, space: int = 0) -> Document:
    """Captions one after the other in `alphabet`, with italics, on multiples of `step` milliseconds."""
    words = st.text(alphabet=alphabet, min_size=1, max_size=10)
    found, time = [], 5000
    for _ in range(draw(st.integers(0, 5))):
        lines = draw(st.lists(st.lists(words, min_size=1, max_size=2).map(" ".join), min_size=1, max_size=2))
        text = "\n".join(f"<i>{line}</i>" if draw(st.booleans()) else line for line in lines)
        start = time + step * draw(st.integers(0, 50)) + space
        time = start + step * draw(st.integers(25, 100))
        found.append(
            Cue(start / 1000, time / 1000, markup.normal(text), settings=draw(st.sampled_from(["", "line:0"])))
        )
    return Document(tuple(found))

import pysubs2
import pytest

from curation.subtitles import markup
from curation.subtitles.cues import Cue, Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats import substation
from tests.samples import sample

SCRIPT = """[Script Info]
ScriptType: v4.00+
Title: x

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,20,&H00FFFFFF,&H0,&H0,&H0,0,0,0,0,100,100,0,0,1,2,2,2,10,10,10,1
Style: Thought,Arial,20,&H0000FFFF,&H0,&H0,&H0,0,-1,0,0,100,100,0,0,1,2,2,8,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def read(*lines: str) -> Document:
    return substation.parse((SCRIPT + "\n".join(lines) + "\n").encode())


def event(text: str, *, style: str = "Default", name: str = "", start: str = "0:00:01.00") -> str:
    return f"Dialogue: 0,{start},0:00:09.50,{style},{name},0,0,0,,{text}"


@pytest.mark.parametrize("name", ["ttml_example", "ttml_example2", "ttml_example_apple"])
def test_the_samples_are_read_as_pysubs2_reads_them(name: str) -> None:
    path = sample(f"subtitles/{name}.ass")
    document = substation.parse(path.read_bytes())
    assert [(cue.start, cue.end, markup.plain(cue.text)) for cue in document.cues] == [
        (one.start / 1000, one.end / 1000, one.plaintext) for one in pysubs2.load(str(path)).events
    ]


@pytest.mark.parametrize(
    ("written", "text", "place"),
    [
        (r"plain, with commas", "plain, with commas", ""),
        (r"{\i1}it{\i0} {\b700}bold{\b0} {\u1}u{\r} end", "<i>it</i> <b>bold</b> <u>u</u> end", ""),
        (r"{\an8}top\Nsecond\hline", "top\nsecond\u00a0line", "line:0"),
        (r"{\an1}left", "left", "align:start"),
        (r"{\an6}right", "right", "line:50%,center align:end"),
        (r"{\c&H00FFFF&}yellow{\c} white", "<c.yellow>yellow</c> white", ""),
        (r"{\p1}m 0 0 l 9 9{\p0}seen", "seen", ""),
        (r"R&D <3 <b>no tag</b>", "R&D <3 &lt;b>no tag&lt;/b>", ""),
        (r"{\k20}sung {\k30}words", "sung words", ""),
    ],
)
def test_commands_become_tags_and_settings(written: str, text: str, place: str) -> None:
    (cue,) = read(event(written)).cues
    assert (cue.start, cue.end, cue.text, cue.settings) == (1.0, 9.5, text, place)


def test_styles_and_names_count() -> None:
    (cue,) = read(event(r"hm {\i0}aloud", style="Thought", name="Мария")).cues
    assert cue.text == "<v Мария><c.yellow><i>hm</i></c> <c.yellow>aloud</c>"
    assert cue.settings == "line:0"


def test_what_is_left_out_is_told() -> None:
    document = read(
        event(r"{\pos(3,4)\fs99}big {a note}"),
        event(r"{\p1}m 0 0 l 9 9{\p0}"),
        "Comment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,not shown",
        "Dialogue: 0,soon,later,Default,,0,0,0,,no time",
    )
    assert [cue.text for cue in document.cues] == ["big"]
    assert {problem.code for problem in document.problems} == {
        "coordinates",
        "looks",
        "comments",
        "pictures",
        "bad_timing",
    }


def test_what_is_burnt_in_is_read_again() -> None:
    cues = (
        Cue(1, 2, "{\\an8} literal \\N {braces}", settings="line:0"),
        Cue(3, 4, "<i>Tiger</i> & <b>leopard</b>"),
        Cue(5, 6, "东北虎在雪地里"),
    )
    written = substation.write(Document(cues), language="zh-Hans", width=1920, height=1080)
    read_again = substation.parse(written.data)
    assert [markup.plain(cue.text) for cue in read_again.cues] == [markup.plain(cue.text) for cue in cues]
    assert [cue.settings for cue in read_again.cues] == ["line:0", "", ""]


def test_lines_that_were_set_one_by_one_are_one_caption() -> None:
    document = read(event(r"{\an2\pos(960,923)}one"), event(r"{\an2\pos(960,1015)}two"), event(r"{\an2\pos(9,9)}three"))
    assert [cue.text for cue in document.cues] == ["one\ntwo", "three"]


def test_a_file_without_events_is_none() -> None:
    with pytest.raises(SubtitleError, match="not a ASS file"):
        substation.parse(b"[Script Info]\nTitle: x\n")


def test_old_encodings_are_found_with_the_declared_language() -> None:
    line = event("Тигрица с тигрятами идёт по снегу.")
    assert substation.parse((SCRIPT + line).encode("cp1251"), language="ru").cues[0].text.startswith("Тигрица")

from fractions import Fraction

import pysubs2
import pytest
from hypothesis import given, settings

from curation.subtitles import markup
from curation.subtitles.cues import Cue, Document
from curation.subtitles.errors import SubtitleError
from curation.subtitles.formats import ttml, webvtt
from tests.curation.subtitles.formats.samples import captions
from tests.samples import sample

HEAD = (
    '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="en" '
    'xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25"><body><div>'
)
FOOT = "</div></body></tt>"


def read(body: str) -> Document:
    return ttml.parse(f"{HEAD}{body}{FOOT}".encode())


@pytest.mark.parametrize("name", ["ttml_example", "ttml_example2", "ttml_example_apple"])
def test_the_samples_say_what_their_ass_twins_say(name: str) -> None:
    document = ttml.parse(sample(f"subtitles/{name}.ttml").read_bytes())
    twins = pysubs2.load(str(sample(f"subtitles/{name}.ass"))).events
    assert [(round(cue.start, 2), round(cue.end, 2), markup.plain(cue.text)) for cue in document.cues] == [
        (twin.start / 1000, twin.end / 1000, twin.plaintext) for twin in twins
    ]
    assert not document.problems


def test_regions_colours_and_sung_words_are_kept() -> None:
    places = [cue.settings for cue in ttml.parse(sample("subtitles/ttml_example2.ttml").read_bytes()).cues]
    assert places == ["line:0", "", "line:0", *[""] * 7]
    yellow = ttml.parse(sample("subtitles/ttml_example.ttml").read_bytes()).cues[2]
    assert yellow.text.startswith("<c.yellow>It is puzzling")
    sung = ttml.parse(sample("subtitles/ttml_example_apple.ttml").read_bytes()).cues[0]
    assert sung.text == ("When <00:00:20.105>you were <00:00:20.326>here <00:00:20.607>be <00:00:20.841>fore")


@settings(deadline=None)
@given(captions("abc虎нم <&>\"'👨‍👩‍👧é", step=1))
def test_what_is_written_is_read_again_unchanged(document: Document) -> None:
    # spaces at the ends of lines are the one thing that XML readers may drop
    wanted = [(cue.start, cue.end, " ".join(markup.plain(cue.text).split()), cue.settings) for cue in document.cues]
    read_again = ttml.parse(ttml.write(document, language="en").data)
    found = [(cue.start, cue.end, " ".join(markup.plain(cue.text).split()), cue.settings) for cue in read_again.cues]
    assert found == [cue for cue in wanted if cue[2]]


def test_looks_ruby_languages_and_places_come_back() -> None:
    cues = (
        Cue(
            1,
            2,
            "<i>Hello</i>  <c.yellow>tiger</c>\n<ruby>虎<rt>hǔ</rt></ruby> <b><u>R&D <3</u></b>",
            settings="line:0",
        ),
        Cue(3, 4, "<lang ru>Тигр</lang> ок", settings="line:30%,center align:start"),
        Cue(5, 6, "直書き", settings="vertical:rl"),
        Cue(7, 9, "now <00:00:07.500>then\n<i>and <00:00:08.250>last</i>"),
    )
    document = ttml.parse(ttml.write(Document(cues), language="ja").data)
    assert document.cues == cues
    assert document.language == "ja"


def test_regions_of_webvtt_become_regions_of_ttml() -> None:
    document = webvtt.parse(
        "WEBVTT\n\nREGION\nid:fred\nwidth:40%\nlines:3\nregionanchor:0%,100%\nviewportanchor:10%,50%\n\n"
        "00:01.000 --> 00:02.000 region:fred align:left\nHi\n"
    )
    written = ttml.write(document, language="en")
    assert b'tts:extent="40% 15.99%" tts:origin="10% 34.01%"' in written.data
    assert {loss.code for loss in written.losses} == {"blocks"}
    assert ttml.parse(written.data).cues[0].settings == "line:50%,end align:start"


def test_frames_ticks_and_containers_count_as_the_standard_says() -> None:
    document = read(
        '<p begin="50f" end="00:00:03:05">frames</p>'
        '<div begin="10s" timeContainer="seq"><p dur="2s">one</p><p dur="1500ms">two</p></div>'
        '<p begin="20s">no end</p><p begin="22s" end="1m">later</p>'
    )
    assert [(cue.start, cue.end, cue.text) for cue in document.cues] == [
        (2.0, 3.2, "frames"),
        (10.0, 12.0, "one"),
        (12.0, 13.5, "two"),
        (20.0, 22.0, "no end"),
        (22.0, 60.0, "later"),
    ]
    assert [(problem.line, problem.code) for problem in document.problems] == [(4, "endless")]


def test_words_that_come_and_go_are_cues_of_their_own() -> None:
    document = read('<p begin="1s" end="9s">a<span begin="2s" end="4s"> b</span><span begin="3s"> c</span></p>')
    assert [(cue.start, cue.end, cue.text) for cue in document.cues] == [
        (1.0, 3.0, "a"),
        (3.0, 4.0, "a b"),
        (4.0, 5.0, "a b c"),
        (5.0, 9.0, "a c"),
    ]


def test_times_can_be_written_in_frames() -> None:
    written = ttml.write(Document((Cue(1, 2, "x"),)), language="en", frame_rate=Fraction(25)).data
    assert b'begin="25f"' in written
    assert ttml.parse(written).cues[0].end == 2.0


def test_drafts_of_the_standard_are_read() -> None:
    old = f"{HEAD}<p begin='1s' end='2s'>x</p>{FOOT}".replace(
        "http://www.w3.org/ns/ttml", "http://www.w3.org/2006/10/ttaf1"
    )
    assert ttml.parse(old.encode()).cues == (Cue(1, 2, "x"),)


def test_a_bomb_of_entities_is_not_read() -> None:
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 60))
    bomb = f'<!DOCTYPE tt [<!ENTITY e0 "ha">{entities}]>{HEAD}<p begin="1s" end="2s">&e59;</p>{FOOT}'
    with pytest.raises(SubtitleError, match="entities"):
        ttml.parse(bomb.encode())
    outside = f'<!DOCTYPE tt [<!ENTITY e SYSTEM "file:///etc/passwd">]>{HEAD}<p>&e;</p>{FOOT}'
    with pytest.raises(SubtitleError, match="entities"):
        ttml.parse(outside.encode())


def test_nesting_without_end_is_refused_in_a_sentence() -> None:
    with pytest.raises(SubtitleError, match="nests more than"):
        read('<p begin="1s" end="2s">' + "<span>" * 100_000)


def test_a_file_cut_short_keeps_what_stands_before() -> None:
    document = ttml.parse(f'{HEAD}<p begin="1s" end="2s">good</p><p begin="3s" end="4s">half a sent'.encode())
    assert [cue.text for cue in document.cues] == ["good", "half a sent"]
    assert [problem.code for problem in document.problems] == ["damaged"]


def test_a_time_nobody_can_read_costs_its_caption_only() -> None:
    document = read('<p begin="soon" end="2s">bad</p><p begin="3s" end="4s">good</p>')
    assert [cue.text for cue in document.cues] == ["good"]
    assert [(problem.line, problem.code) for problem in document.problems] == [(1, "bad_timing")]


def test_a_paragraph_that_changes_without_end_is_one_caption() -> None:
    spans = "".join(f'<span begin="{n}ms" end="{n + 1}ms">x</span>' for n in range(5000))
    document = read(f'<p begin="1s" end="9s">{spans}</p>')
    assert len(document.cues) == 1
    assert "steps" in {problem.code for problem in document.problems}

"""A memory goes out as TMX and comes back the same; foreign and hostile files give problems by line."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.translation.exchange import MESSAGES, MOST_CHARACTERS, Row, Unreadable, language_tag
from curation.translation.memory import Unit, tmx

LATIN = st.text(st.characters(max_codepoint=0x24F, exclude_categories=("Cc", "Cs")), min_size=1).filter(str.strip)
CHINESE = st.text("东北虎雪<>&\"'\r\n\t。 ]", min_size=1).filter(str.strip)
UNITS = st.lists(
    st.builds(
        Unit,
        id=st.integers(1, 10**12),
        source_language=st.just("zh-Hans"),
        target_language=st.sampled_from(("en", "de", "fr", "es", "pt")),
        source=CHINESE,
        target=LATIN,
        origin=st.sampled_from(("", "approved", "imported")),
    ),
    max_size=5,
)


def read(content: bytes) -> list[Row[Unit]]:
    return list(tmx.read(io.BytesIO(content)))


def problems(rows: list[Row[Unit]]) -> list[tuple[int, str]]:
    return [(row.line, row.problem.code) for row in rows if row.problem]


@given(UNITS)
def test_what_is_written_is_read_again(units: list[Unit]) -> None:
    file = io.BytesIO()
    tmx.write(units, file)
    rows = read(file.getvalue())
    assert [row.value for row in rows] == units


def test_what_xml_cannot_hold_does_not_spoil_the_file() -> None:
    file = io.BytesIO()
    tmx.write(
        [Unit(id=1, source_language="zh-Hans", target_language="en", source="虎\0\ud800", target="tiger\x1b")], file
    )
    (row,) = read(file.getvalue())
    assert row.value is not None
    assert (row.value.source, row.value.target) == ("虎\ufffd\ufffd", "tiger\ufffd")


FOREIGN = """<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="EN-US" segtype="sentence"/><body>
<tu><tuv xml:lang="en_us"><seg>A <bpt i="1">&lt;b&gt;</bpt>tiger<ept i="1"/><ph>{1}</ph> <hi>walks</hi></seg></tuv>
<tuv lang="ZH-CN"><seg>一只老虎</seg></tuv><tuv xml:lang="zh-TW"><seg>一隻老虎</seg></tuv></tu>
<tu><tuv lang="fi"><seg>puma</seg></tuv><tuv lang="en"><seg>tiger</seg></tuv><tuv lang="rus"><seg>тигр</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>一只老虎</seg></tuv><tuv xml:lang="ru"><seg>тигр</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>tiger</seg></tuv><tuv xml:lang="ru"><seg>虎虎虎</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg> </seg></tuv><tuv xml:lang="ru"><seg>тигр</seg></tuv></tu>
<tu><tuv xml:lang="ru"><seg>тигр</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>only</seg></tuv></tu>
</body></tmx>"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_of_another_program(encoding: str, end: str) -> None:
    text = FOREIGN.replace("\n", end)
    if encoding == "gb18030":
        text = text.replace('version="1.0"?', 'version="1.0" encoding="GB18030"?')
    rows = read(text.encode(encoding))
    assert [(one.value.source, one.value.target_language, one.value.target) for one in rows if one.value] == [
        ("A tiger walks", "zh-Hans", "一只老虎"),
        ("A tiger walks", "zh-Hant", "一隻老虎"),
        ("tiger", "ru", "тигр"),
    ]
    assert problems(rows) == [
        (6, "unknown_language"),
        (7, "wrong_language"),
        (8, "wrong_language"),
        (9, "empty_text"),
        (10, "source_missing"),
        (11, "target_missing"),
    ]
    assert next(str(one.problem) for one in rows if one.problem) == "“fi” is not a language of Pugmark."


def test_the_first_language_is_the_source_where_the_file_leaves_it_open() -> None:
    text = FOREIGN.replace("EN-US", "*all*").split("<tu>")
    (row,) = read((text[0] + "<tu>" + text[3].replace("一只老虎", "tiger") + "</body></tmx>").encode())
    assert row.value is not None
    assert (row.value.source_language, row.value.target_language) == ("en", "ru")


@pytest.mark.parametrize(
    "declared",
    [
        '[<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]',
        '[<!ENTITY c SYSTEM "file:///etc/passwd">]',
        '[<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]',
    ],
)
def test_entities_are_refused(declared: str) -> None:
    text = FOREIGN.replace('SYSTEM "tmx14.dtd"', declared).replace("一只老虎", "&c;")
    rows = read(text.encode())
    assert [code for _, code in problems(rows)] == ["xml_forbidden"]
    assert not any(row.value for row in rows)


def test_what_was_read_before_the_damage_is_kept() -> None:
    rows = read(FOREIGN.split('</tu>\n<tu><tuv lang="fi">')[0].encode() + b"</tu><tu><tuv")
    assert len([row for row in rows if row.value]) == 2
    assert problems(rows)[-1][1] == "xml_broken"


def test_a_segment_without_end_does_not_fill_the_memory() -> None:
    long = "x" * (MOST_CHARACTERS * 20)
    unit = f"<tu><tuv lang='en'><seg>{long}</seg></tuv><tuv lang='ru'><seg>я</seg></tuv></tu>"
    rows = read(f"<tmx><header srclang='en'/><body>{unit}</body></tmx>".encode())
    assert problems(rows) == [(1, "text_long")]


def test_other_xml_is_no_tmx() -> None:
    with pytest.raises(Unreadable, match="This is not a TMX file"):
        read(b"<html/>")


@given(st.binary(max_size=200))
def test_any_bytes_end_in_rows_or_one_clear_error(content: bytes) -> None:
    for start in (b"", b"<tmx><body><tu>", b'<?xml version="1.0" encoding="big5"?><tmx>'):
        try:
            rows = read(start + content)
        except Unreadable as error:
            assert error.code in MESSAGES
        else:
            assert all(row.value or str(row.problem) for row in rows)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("zh", "zh-Hans"),
        ("ZH_tw", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("pt-BR", "pt"),
        ("mon", "mn"),
        ("fi", ""),
        ("", ""),
    ],
)
def test_language_tags_of_others(theirs: str, ours: str) -> None:
    assert language_tag(theirs) == ours

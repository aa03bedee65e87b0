"""Terms go out as TBX and CSV and come back the same; foreign and hostile files give problems by line."""

import csv as plain
import io
from collections import Counter
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.translation.exchange import MESSAGES, Row, Unreadable
from curation.translation.glossary import Entry, Form, corpus_entries, csv, tbx
from curation.translation.glossary.entry import CASES, GENDERS, KINDS, NUMBERS, STATUSES

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and not text.isspace()
)
LATIN = st.text("abcäé'=+-@ <&>\"x;,", min_size=1, max_size=12).filter(lambda text: text.strip() == text)
FORMS = st.builds(
    Form,
    text=LATIN,
    language=st.sampled_from(("en", "de", "fr", "pt")),
    case=st.sampled_from(CASES),
    number=st.sampled_from(NUMBERS),
    gender=st.sampled_from(GENDERS),
    status=st.sampled_from(STATUSES),
)
ENTRIES = st.lists(
    st.builds(
        Entry,
        key=LATIN,
        kind=st.sampled_from(KINDS),
        forms=st.lists(FORMS, min_size=1, max_size=5, unique=True).map(tuple),
        note=st.one_of(st.just(""), WORDS),
        common_noun=st.dictionaries(st.sampled_from(("en", "es")), LATIN, max_size=2),
    ),
    max_size=4,
    unique_by=lambda entry: entry.key,
)


def written(module: ModuleType, entries: list[Entry], **options: int) -> io.BytesIO:
    file = io.BytesIO()
    module.write(entries, file, **options)
    file.seek(0)
    return file


def same(entry: Entry) -> tuple[object, ...]:
    return entry.key, entry.kind, entry.note, Counter(entry.forms), entry.common_noun


def entries_of(rows: list[Row[Entry]]) -> list[Entry]:
    assert [str(row.problem) for row in rows if row.problem] == []
    return [row.value for row in rows if row.value]


@pytest.mark.parametrize(("module", "options"), [(tbx, {"version": 3}), (tbx, {"version": 2}), (csv, {})])
class TestRoundTrip:
    def test_of_what_ships(self, module: ModuleType, options: dict[str, int]) -> None:
        shipped = list(corpus_entries())
        back = entries_of(list(module.read(written(module, shipped, **options))))
        assert list(map(same, back)) == list(map(same, shipped))

    @settings(max_examples=60)
    @given(entries=ENTRIES)
    def test_of_anything(self, module: ModuleType, options: dict[str, int], entries: list[Entry]) -> None:
        back = entries_of(list(module.read(written(module, entries, **options))))
        assert list(map(same, back)) == list(map(same, entries))


def codes(rows: list[Row[Entry]]) -> list[tuple[int, str]]:
    return [(row.line, row.problem.code) for row in rows if row.problem]


OLD = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="eid-1"><descrip type="definition">A big cat</descrip>
<langSet xml:lang="en-GB"><ntig><termGrp><term>Amur tiger</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp></ntig>
<tig><term>Manchurian tiger</term><termNote type="normativeAuthorization">deprecatedTerm</termNote></tig></langSet>
<langSet xml:lang="fi"><tig><term>tiikeri</term></tig></langSet>
<langSet xml:lang="zh-CN"><tig><term>东北虎</term></tig><tig><term>тигр</term></tig></langSet></termEntry>
<termEntry id="eid-2"><langSet xml:lang="fi"><tig><term>karhu</term></tig></langSet></termEntry>
</body></text></martif>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tbx_of_another_house(encoding: str) -> None:
    rows = list(tbx.read(io.BytesIO(OLD.encode(encoding))))
    entry = next(row.value for row in rows if row.value)
    assert (entry.key, entry.note) == ("Amur tiger", "A big cat")
    assert [(form.text, form.language, form.status) for form in entry.forms] == [
        ("Amur tiger", "en", "preferred"),
        ("Manchurian tiger", "en", "forbidden"),
        ("东北虎", "zh-Hans", "preferred"),
    ]
    assert codes(rows) == [
        (8, "unknown_language"), (9, "wrong_language"), (10, "unknown_language"), (10, "no_terms"),
    ]  # fmt: skip


def test_tbx_of_version_3_with_its_elements_named_directly() -> None:
    text = """<tbx style="dct" type="TBX-Basic" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:b="http://www.tbxinfo.net/ns/basic"
    xml:lang="en"><text><body><conceptEntry id="c1"><langSec xml:lang="de"><termSec><term>Amurtiger</term>
    <b:grammaticalGender>masculine</b:grammaticalGender><b:administrativeStatus>admittedTerm-admn-sts
    </b:administrativeStatus></termSec></langSec></conceptEntry></body></text></tbx>"""
    (entry,) = entries_of(list(tbx.read(io.BytesIO(text.encode()))))
    assert entry.forms == (Form(text="Amurtiger", language="de", gender="Masc", status="admitted"),)


def test_an_entity_bomb_is_refused_and_nothing_is_expanded() -> None:
    bomb = OLD.replace('SYSTEM "TBXcoreStructV02.dtd"', '[<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]')
    rows = list(tbx.read(io.BytesIO(bomb.replace("Amur tiger", "&b;").encode())))
    assert [row.problem.code for row in rows if row.problem] == ["xml_forbidden"]
    assert not any(row.value for row in rows)


def test_what_was_read_before_the_damage_is_kept() -> None:
    rows = list(tbx.read(io.BytesIO(OLD.split('<termEntry id="eid-2"')[0].encode())))
    assert [row.value.key for row in rows if row.value] == ["Amur tiger"]
    assert codes(rows)[-1][1] == "xml_broken"


@pytest.mark.parametrize("content", [b"<html/>", b"<tmx/>"])
def test_other_xml_is_no_tbx(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        list(tbx.read(io.BytesIO(content)))
    assert caught.value.code == "not_this_kind"
    assert str(caught.value) == "This is not a TBX file."


TABLE = """key,kind,language,term,status,case,number,gender,note
tiger,taxon,zh-Hans,东北虎,,,,,the big one
,,en,Amur tiger,preferred,,Sing,,
,,ru,амурского тигра,preferred,Gen,Sing,Masc,
,,xx,tiikeri,,,,,
,,en,,,,,,
,,en,东北虎老虎,,,,,
,,en,Tiger,loved,,,,
,place,en,"Two
lines",admitted,,,,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_from_a_spreadsheet(encoding: str, delimiter: str) -> None:
    text = io.StringIO(newline="")
    plain.writer(text, delimiter=delimiter).writerows(plain.reader(io.StringIO(TABLE, newline="")))
    rows = list(csv.read(io.BytesIO(text.getvalue().encode(encoding))))
    (entry,) = [row.value for row in rows if row.value]
    assert (entry.key, entry.kind, entry.note) == ("tiger", "taxon", "the big one")
    assert entry.forms[2] == Form(
        text="амурского тигра", language="ru", case="Gen", number="Sing", gender="Masc", status="preferred"
    )
    assert codes(rows) == [
        (5, "unknown_language"), (6, "empty_text"), (7, "wrong_language"), (8, "unknown_value"),
    ]  # fmt: skip


def test_a_cell_never_runs_as_a_formula() -> None:
    danger = Entry(key="=cmd|' /C calc'!A0", forms=(Form(text="+1", language="en"), Form(text="'=x", language="en")))
    file = written(csv, [danger])
    for row in list(plain.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert same(entries_of(list(csv.read(file)))[0]) == same(danger)


@pytest.mark.parametrize("content", [b"", b"\xff\xff\x00", b"name,word\n1,2\n"])
def test_a_table_without_its_columns(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        list(csv.read(io.BytesIO(content)))
    assert caught.value.code in ("columns_missing", "encoding_unknown")


def test_a_broken_line_does_not_lose_the_others() -> None:
    content = b'key,language,term\ntiger,en,tiger\n\0,en,"x"y\nbear,en,bear\n'
    rows = list(csv.read(io.BytesIO(content)))
    assert {"tiger", "bear"} <= {row.value.key for row in rows if row.value}


@given(st.binary(max_size=200))
def test_any_bytes_end_in_rows_or_one_clear_error(content: bytes) -> None:
    for module in (tbx, csv):
        for start in (b"", b"<tbx><conceptEntry>", b"language,term\n"):
            try:
                rows = list(module.read(io.BytesIO(start + content)))
            except Unreadable as error:
                assert error.code in MESSAGES
            else:
                assert all(str(row.problem) for row in rows if row.problem)

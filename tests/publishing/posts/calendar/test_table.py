"""Tables as people send them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.posts.calendar import table

HEAD = "clip,channel,language,date,time,title\n"
ROW = "东北虎走过雪地,Try-out,en,2027-01-10,19:30,虎\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    (row,) = table.read((HEAD + ROW).encode(encoding))
    assert (row.line, row.cells["clip"], row.cells["title"]) == (2, "东北虎走过雪地", "虎")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_may_be_chinese_and_split_by_other_signs(delimiter: str) -> None:
    text = "短片,频道,语言,日期,时间\n1,2,en,2027-01-10,19:30\n".replace(",", delimiter)
    assert table.read(text.encode())[0].cells["date"] == "2027-01-10"


def faulty(content: bytes) -> str:
    with pytest.raises(table.Unreadable) as caught:
        table.read(content)
    return caught.value.code


def test_two_encodings_in_one_file_are_told_apart() -> None:
    content = HEAD.encode() + ROW.encode() + ROW.encode("gb18030")
    with pytest.raises(table.Unreadable) as caught:
        table.read(content)
    assert (caught.value.code, caught.value.params) == ("encoding_mixed", {"line": 3})
    assert faulty(HEAD.encode() + b"\xff\xff\xff\n") == "encoding_unknown"


def test_what_is_no_timetable_is_refused_with_its_reason() -> None:
    assert faulty(b"") == "empty"
    assert faulty(HEAD.encode()) == "empty"
    assert faulty(b"a,b\n1,2\n") == "columns_missing"
    assert faulty(b"post,date,time,date\n1,2,3,4\n") == "columns_twice"
    assert faulty((HEAD + '"open\n').encode()) == "broken"
    assert faulty((HEAD + ROW * (table.MOST_ROWS + 1)).encode()) == "too_many"
    assert faulty(b"x" * (table.MOST_BYTES + 1)) == "too_large"


@pytest.mark.parametrize(
    "cell", ["=1+1", '=HYPERLINK("http://x")', "@SUM(A1:A2)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0"]
)
def test_a_formula_is_said_and_an_apostrophe_makes_it_text(cell: str) -> None:
    def sent(text: str) -> table.Row:
        out = io.StringIO()
        csv.writer(out).writerow(["1", "2", "en", "2027-01-10", "19:30", text])
        return table.read((HEAD + out.getvalue()).encode())[0]

    assert sent(cell).faults == (("formula", "title"),)
    assert (sent("'" + cell).faults, sent("'" + cell).cells["title"]) == ((), cell)


@pytest.mark.parametrize("words", ["-21 °C at dawn", "@tigers look", "+1 cub", "- a list"])
def test_words_that_begin_with_a_sign_are_words(words: str) -> None:
    assert table.read(f"{HEAD}1,2,en,2027-01-10,19:30,{words}\n".encode())[0].faults == ()


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=20), min_size=1))
def test_what_is_written_is_run_by_no_spreadsheet(cells: list[str]) -> None:
    (row,) = csv.reader(io.StringIO(table.written([cells]).decode("utf-8-sig"), newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)
    assert [cell.removeprefix("'") for cell in row] == [cell.removeprefix("'") for cell in cells]


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        table.read(content)
    except table.Unreadable as error:
        assert error.code

"""What nobody would write: everything is answered, nothing is executed, nothing takes long."""

import pytest

from curation.subtitles import quality
from curation.subtitles.cues import Cue, Document
from curation.subtitles.layout import burnt_lines, reflow
from curation.subtitles.quality import Options

TEXTS = {
    "10,000 characters": "一只东北虎带着三只幼崽，走过雪地。" * 600,
    "one word": "a" * 20_000,
    "spaces": " \u00a0\t" * 5_000,
    "quotation marks": '"' * 20_001,
    "figures": "1,2.3:4 " * 2_500,
    "numerals": "万亿二〇" * 2_000,
    "brackets": "(" * 9_000 + "东" + ")" * 8_999,
    "a loop": "ab" * 9_000,
    "NUL and lone surrogates": "a\0b \ud800 c\udfff",
    "emoji sequences": "👨‍👩‍👧‍👦🇨🇳🏳️‍🌈1️⃣" * 50,
    "mixed directions": "\u202e\u2067abc\u2069النمر 12 tiger\u202c" * 100,
    "marks": "a" + "\u0301" * 3_000,
    "tags": "<i><b>x</i>" * 1_500,
    "script": "<script>alert(1)</script>" * 200,
    "line feeds": "a\n" * 2_000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
@pytest.mark.parametrize("language", ["zh-Hans", "ar", "fr"])
def test_any_text_is_checked_mended_and_laid_out(text: str, language: str) -> None:
    cues = (Cue(0, 5, text), Cue(float("nan"), 4, text[:50]), Cue(3, 1, "A tiger"), Cue(5, float("inf"), "A bear"))
    options: Options = {"language": language, "frame_rate": 25.0, "picture": (1080, 1920), "shots": [1.0]}
    options |= {"sources": [Cue(0, 5, text + " 3")] * 4, "source_language": "en"}
    found = {(each.cue_index, each.code) for each in quality.check(Document(cues), **options)}
    assert {(1, "endless"), (2, "backwards"), (3, "endless")} <= found
    mended = quality.mend_all(Document(cues), **options).document.cues
    assert len(mended) == 4
    assert (mended[2], mended[3].text) == (cues[2], "A bear")
    assert "".join(reflow(text, language=language).split()) or not text.strip()
    assert burnt_lines(text, language=language, width=1080, height=1920) or not text.strip()


def test_what_cannot_be_drawn_is_told_as_one_sees_it() -> None:
    (found,) = quality.check(Document((Cue(0, 3, "A tiger 🏳️‍🌈 👨‍👩‍👧 🐯"),)), language="en")
    assert found.code == "missing_glyphs"
    assert found.params == {"characters": "🏳️‍🌈 👨‍👩‍👧 🐯"}


def test_controls_and_surrogates_are_named_and_taken_out() -> None:
    document = Document((Cue(0, 3, "A\0 tiger\ud800\ufeff"),))
    (found,) = [each for each in quality.check(document, language="en") if each.code == "control_characters"]
    assert found.params == {"characters": "U+0000 U+D800 U+FEFF"}
    assert quality.mend_all(document, language="en").document.cues[0].text == "A tiger"

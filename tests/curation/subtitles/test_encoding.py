"""The encodings of old caption files, on real sentences: news in six languages, and short lines of our own."""

import pytest

from curation.subtitles import encoding
from tests.samples import sample

ARABIC = """يعيش النمر السيبيري في غابات الشرق الأقصى الروسي وشمال شرق الصين.
تتجول أنثى النمر مع صغارها بحثا عن الطعام في الثلج.
هذا أكبر القطط البرية في العالم.
سجلت الكاميرا نمرا في الليل بالقرب من النهر.
نعم، إنه فهد.
الخنزير البري يأكل الجوز.
يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.
لكل إنسان حق التمتع بكافة الحقوق والحريات الواردة في هذا الإعلان.
شكرا جزيلا
دب أسود آسيوي يتسلق الشجرة ويبحث عن العسل.
في عام 2017 أنشأت الصين حديقة وطنية للنمر والفهد.
لا تقترب من الحيوانات البرية"""
WESTERN = {
    "es": "El tigre siberiano está aquí.\n¿Dónde está la tigresa?\nMañana por la mañana nevará.\n¡Qué frío!",
    "fr": "Le tigre est passé près de la forêt.\nÇa va ?\nL'été à la montagne\nUn œuf, où ça ?",
    "de": "Der Tiger läuft über den Schnee.\nGroße Füße\nÄhnlich schön\nEr hört das Geräusch.",
    "pt": "O tigre não está só.\nUma mãe e três filhotes\nÀ noite, na floresta\nCoração",
}
SHORT = {
    (
        "zh-Hans",
        "gb18030",
    ): "老虎 东北虎 东北豹在雪地里 母虎带着幼崽 夜晚 冬天 他们来了 红外相机拍到了一只狼 黑熊 梅花鹿吃草 谢谢大家观看",
    ("zh-Hant", "big5"): "老虎 東北虎 雪地裡的豹 這是什麼？ 謝謝觀看 黑熊",
    ("ja", "shift_jis"): "トラ アムールトラ 雪の中の虎 これは何？ 夜 母と子 ありがとう 熊が木に登る",
    ("ko", "euc_kr"): "호랑이 시베리아_호랑이 눈_속의_표범 이것은_무엇인가? 밤 고맙습니다 곰",
    ("ru", "cp1251"): "Тигр Тигрица Леопард_в_снегу Что_это? Ночь Зима Спасибо_за_просмотр Да. Ёж",
    ("ru", "koi8_r"): "Тигр Тигрица Леопард_в_снегу Что_это? Ночь Зима Спасибо_за_просмотр Да. Ёж",
    ("ar", "cp1256"): "نمر النمر فهد_في_الثلج ما_هذا؟ شكرا دب",
}
LONG = [
    ("zh-Hans", "zho-CN", "gbk"),
    ("zh-Hans", "zho-CN", "gb18030"),
    ("zh-Hans", "zho-CN", "utf-16"),
    ("zh-Hans", "zho-CN", "utf-16-le"),
    ("zh-Hans", "zho-CN", "utf-16-be"),
    ("zh-Hans", "zho-CN", "utf-8-sig"),
    ("zh-Hant", "zho-TW", "big5"),
    ("zh-Hant", "zho-TW", "utf-16-be"),
    ("ru", "rus", "cp1251"),
    ("ru", "rus", "koi8_r"),
    ("mn", "mon", "utf-8"),
    ("ja", "jpn", "shift_jis"),
    ("ko", "kor", "euc_kr"),
]


def caption(line: str, codec: str) -> bytes:
    return f"1\r\n00:00:01,000 --> 00:00:02,500\r\n{line}\r\n".encode(codec, errors="ignore")


def wrong(lines: list[str], codec: str, *, language: str = "") -> list[str]:
    """The lines that, alone in a file, are not read as they were written."""
    files = [(line, caption(line, codec)) for line in lines]
    return [line for line, data in files if encoding.decode(data, language=language)[0] != data.decode(codec)]


def sentences(name: str) -> list[str]:
    return sample(f"mt/newstest2019-ref.{name}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("language", "name", "codec"), LONG)
def test_one_sentence_is_enough_and_the_declared_language_settles_the_rest(
    language: str, name: str, codec: str
) -> None:
    lines = sentences(name)[:120]
    assert len(wrong(lines, codec)) <= 1
    assert not wrong(lines, codec, language=language)


@pytest.mark.parametrize(("language", "name", "codec"), LONG)
def test_a_file_of_some_sentences_is_always_right_even_with_a_wrong_declaration(
    language: str, name: str, codec: str
) -> None:
    lines = sentences(name)
    files = ["\n".join(lines[start : start + 5]) for start in range(0, 60, 5)]
    for declared in ("", "ru", "ja", "ar", "zh-Hant"):
        assert not wrong(files, codec, language=declared)


def test_arabic() -> None:
    lines = ARABIC.splitlines()
    assert not wrong(lines, "cp1256")
    assert not wrong(lines, "cp1256", language="ar")


@pytest.mark.parametrize("language", WESTERN)
def test_western_accents(language: str) -> None:
    text = WESTERN[language]
    assert not wrong([text], "cp1252")
    assert not wrong(text.splitlines(), "cp1252", language=language)


@pytest.mark.parametrize(("language", "codec"), SHORT)
def test_a_single_word_is_enough_with_the_language(language: str, codec: str) -> None:
    lines = [word.replace("_", " ") for word in SHORT[language, codec].split()]
    assert not wrong(lines, codec, language=language)


@pytest.mark.parametrize("data", [b"", b"\xff", b"\x00" * 9, b"\x80" * 100, bytes(range(256)) * 40])
def test_bytes_that_are_no_text_are_text_of_some_kind(data: bytes) -> None:
    text, name = encoding.decode(data, language="zh-Hans")
    assert isinstance(text, str)
    assert name

"""The seeded leaks: every notation in sentences of every language we publish in, and what only looks like one."""

from __future__ import annotations

SENTENCES = {
    "en": "The tigress crossed the stream at {} before the snow came.",
    "zh": "母虎在{}附近穿过了小溪，随后下起了雪。",
    "ru": "Тигрица перешла ручей у {} перед снегопадом.",
    "ko": "호랑이가 {} 근처에서 개울을 건넜다.",
    "mn": "Бар {} орчимд горхи гатлав.",
    "ja": "トラは {} の近くで小川を渡った。",
    "ar": "عبرت النمرة الجدول عند {} قبل الثلج.",
    "es": "La tigresa cruzó el arroyo en {} antes de la nieve.",
    "fr": "La tigresse a traversé le ruisseau à {} avant la neige.",
    "de": "Die Tigerin querte den Bach bei {} vor dem Schnee.",
    "pt": "A tigresa cruzou o riacho em {} antes da neve.",
}
NOTATIONS = (
    "43.1234, 130.5678",
    "43,1234; 130,5678",
    "130.5678 43.1234",
    "43.1234_130.5678",
    "43.1234%2C130.5678",
    "43.1234° N, 130.5678° E",
    "43°12'30\"N 130°34'56\"E",
    "43:12:30N 130:34:56E",
    "43d12m30sN 130d34m56sE",
    "43/1 12/1 3000/100",
    "4312.345,N,13034.567,E",
    "N 43 12.345 E 130 34.567",
    "+43.1234+130.5678/",
    "431230N 1303456E",
    "４３．１２３４，１３０．５６７８",
    "٤٣٫١٢٣٤، ١٣٠٫٥٦٧٨",
    "४३.१२३४, १३०.५६७८",
    "๔๓.๑๒๓๔, ๑๓๐.๕๖๗๘",
    "4\u200b3.1\u200b234, 130.5678",
    "四十三点一二三四，一百三十点五六七八",
    "北纬四十三度十二分",
    "52T 345678 4789012",
    "345678 E, 4789012 N",
    "4789012 21456789",
    "43456789.5, 4789012.5",
    "X=4789012.5, Y=43456789",
    "52TFN 12345 67890",
    "8Q7XMC52+2V",
    "wzsv74k",
    "///filled.count.soap",
    "w3w: filled.count.soap",
    "geo:43.1,130.5",
    "https://maps.app.goo.gl/Abc123",
    "https://surl.amap.com/4Xyz9",
    "https://j.map.baidu.com/ab/c1",
    "https://share.here.com/l/43.1,130.5",
    "CAM-07",
    "Madida",
    "S/N: H2X9-00417",
)
NATIVE = {
    "en": ("serial number H2X00417",),
    "zh": ("北纬43度12分30秒，东经130度34分", "序列号：H2X00417", "马滴达", "坐标 43.1，130.5"),
    "ru": ("43° 12′ с. ш., 130° 34′ в. д.", "в Мадиде", "серийный номер H2X00417"),
    "ko": ("북위 43도 12분, 동경 130도 34분", "일련번호 H2X00417"),
    "mn": ("хойд өргөргийн 43 хэм 12 минут", "цуврал дугаар H2X00417"),
    "ja": ("北緯43度12分", "シリアル番号 H2X00417"),
    "ar": ("خط العرض 43.12", "43.12 درجة شمالا", "الرقم التسلسلي H2X00417"),
    "es": ("latitud 43,12", "número de serie H2X00417"),
    "fr": ("43° 12' de latitude nord", "numéro de série H2X00417"),
    "de": ("43,12° nördlicher Breite", "Seriennummer H2X00417"),
    "pt": ("coordenadas 43,1 130,5", "número de série H2X00417"),
}
DAYS = {
    "en": ("January 14, 2026", "14 January", "the 14th of January", "2026-01-14", "01/14/2026", "20260114_051230"),
    "zh": ("2026年1月14日", "一月十四日", "1月14号"),
    "ru": ("14 января 2026 г.", "14.01.2026"),
    "ko": ("2026년 1월 14일", "1월 14일"),
    "mn": ("1-р сарын 14", "2026 оны 1 сарын 14"),
    "ja": ("2026年1月14日", "１月１４日"),
    "ar": ("14 يناير 2026", "١٤ يناير ٢٠٢٦"),
    "es": ("14 de enero de 2026", "14 enero"),
    "fr": ("14 janvier 2026", "le 14 février"),
    "de": ("14. Januar 2026", "14. März"),
    "pt": ("14 de janeiro de 2026", "14 de março"),
}
HOURS = {
    "en": ("05:12", "5 am", "5:12 p.m.", "5 o'clock"),
    "zh": ("5时12分", "凌晨五点", "下午3点", "5点半"),
    "ru": ("в 5 часов", "5 часов утра", "05:12"),
    "ko": ("오전 5시 12분", "새벽 5시"),
    "mn": ("5 цагт", "5 цаг 12 минутад"),
    "ja": ("午前5時", "5時12分"),
    "ar": ("الساعة 5", "٠٥:١٢"),
    "es": ("a las 5", "05:12 h"),
    "fr": ("5 h 12", "vers 5 heures"),
    "de": ("um 5 Uhr", "5.12 Uhr"),
    "pt": ("5h12", "às 5 horas"),
}
MONTHS = ("in January 2026", "2026年1月", "январь 2026", "2026년 1월", "2026 оны 1 сар", "يناير 2026", "enero de 2026",
          "janvier 2026", "Januar 2026", "janeiro de 2026", "2026-01")  # fmt: skip
HARMLESS = {
    "en": ("The ridge is 1,234 m high.", "Tail 95.5 cm, weight 142.5 kg.", "In 2026 the park had 70 tigers.",
           "Score 3-2, 12.5% more", "The 45th parallel", "x264 1080p h265 mp4a",
           "Call 0433-1234567.", "Read 3/4 of it"),
    "zh": ("海拔1234米，尾长95.5厘米。", "共有70只，增长12.5%。", "2026年春天", "气温零下12度，持续5小时",
           "第7集，3点建议"),
    "ru": ("Высота 1234 м, хвост 95,5 см.", "12 градусов мороза, 5 часов пути", "в 2026 году"),
    "ko": ("해발 1234미터, 꼬리 95.5 cm", "영하 12도, 5시간", "2026년 봄"),
    "mn": ("1234 метр өндөр, 95,5 см", "2026 онд 70 бар"),
    "ja": ("標高1234メートル、尾は95.5センチ", "気温マイナス12度、5時間", "2026年の春"),
    "ar": ("ارتفاع 1234 متر", "12 درجة مئوية", "في عام 2026"),
    "es": ("Altura 1234 m, cola 95,5 cm", "12 grados bajo cero", "en 2026"),
    "fr": ("Altitude 1234 m, queue 95,5 cm", "pendant 5 heures", "en 2026"),
    "de": ("Höhe 1234 m, Schwanz 95,5 cm", "5 Stunden lang, 12 Grad", "im Jahr 2026"),
    "pt": ("Altura 1234 m, cauda 95,5 cm", "12 graus negativos", "em 2026"),
}  # fmt: skip
CODES = ("CAM-07", "HC-B12")
PLACES = ("Madida", "马滴达", "Мадида")


def leaks() -> list[tuple[str, str]]:
    """Every seeded leak of place or device in a sentence, with its language."""
    everywhere = [
        (language, sentence.format(notation)) for language, sentence in SENTENCES.items() for notation in NOTATIONS
    ]
    native = [(language, SENTENCES[language].format(each)) for language, those in NATIVE.items() for each in those]
    return everywhere + native


def moments() -> list[tuple[str, str, str]]:
    """Every seeded day and hour in a sentence: language, sentence, the code of what must be found."""
    days = [(language, SENTENCES[language].format(each), "date") for language, those in DAYS.items() for each in those]
    hours = [
        (language, SENTENCES[language].format(each), "hour") for language, those in HOURS.items() for each in those
    ]
    return days + hours

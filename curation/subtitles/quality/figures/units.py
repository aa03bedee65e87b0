"""Units of measure in twelve languages, each under one name."""

from functools import lru_cache

import regex

_FORMS = {
    "km²": "km²|km2|sq km|sq\\. km|square km|square kilomet[er]{2}s?|平方公里|平方千米|kilómetros cuadrados|"
    "quilômetros "
    "quadrados|"
    "kilomètres carrés|quadratkilometern?|км²|кв\\. ?км|квадратн\\w+ километр\\w*|제곱킬로미터|平方キロ(?:メートル)?|"
    "км кв|квадрат километр|كيلومتر مربع|كم²|كيلومترا? مربعا?",
    "km/h": "km/h|kph|公里/小时|千米/小时|公里/小時|км/ч|км/ц|كم/س|كم/ساعة",
    "ha": "ha|hectares?|公顷|公頃|hectáreas?|hektar\\w*|га|гектар\\w*|헥타르|ヘクタール|هكتار\\w*",
    "km": "km|kms|kilomet[er]{2}s?|公里|千米|kilómetros?|quil[ôó]metros?|kilomètres?|kilometern?|км|километр\\w*|"
    "킬로미터|"
    "キロ(?:メートル)?|километр\\w*|كم|كيلومتر\\w*",
    "cm": "cm|centimet[er]{2}s?|厘米|公分|centímetros?|centimètres?|zentimetern?|см|сантиметр\\w*|센티미터|"
    "センチ(?:メートル)?|سم|"
    "سنتيمتر\\w*",
    "mm": "mm|millimet[er]{2}s?|毫米|milímetros?|millimètres?|millimetern?|мм|миллиметр\\w*|밀리미터|"
    "ミリ(?:メートル)?|مم",
    "m": "m|met[er]{2}s?|米|公尺|metros?|mètres?|metern?|м|метр\\w*|미터|メートル|متر\\w*|أمتار",
    "mi": "mi|miles?|英里|millas?|milhas?|milles|meilen?|мил[яьи]|마일|マイル|миль|ميل\\w*|أميال",
    "ft": "ft|feet|foot|英尺|pies|pés|pieds|fuß|фут\\w*|피트|フィート|قدم\\w*|أقدام",
    "kg": "kg|kgs|kilos?|kilograms?|kilogrammes?|公斤|千克|kilogramos?|quilos?|quilogramas?|kilogramm|кг|килограмм\\w*|"
    "킬로그램|キロ(?:グラム)?|кило|كغ|كجم|كيلوغرام\\w*|كيلوجرام\\w*",
    "g": "g|grams?|grammes?|克|gramos?|gramas?|gramm|г|грамм\\w*|그램|グラム|غرام\\w*|جرام\\w*",
    "t": "t|tons?|tonnes?|吨|噸|公吨|toneladas?|tonnen?|т|тонн\\w*|톤|トン|طن\\w*|أطنان",
    "°": "°|°c|º|℃|degrees?|摄氏度|攝氏度|度|grados?|graus?|degrés?|grad|градус\\w*|хэм\\w*|градус|도|درج\\w+",
    "%": "%|percent|per cent|por ciento|por cento|pour cent|prozent\\w*|процент\\w*|퍼센트|프로|パーセント|хувь|"
    "хувийн|хувиар|"
    "في المئة|في المائة|بالمئة|بالمائة",
    "h": "h|hrs?|hours?|小时|小時|个小时|個小時|钟头|horas?|heures?|stunden?|ч|час\\w*|시간|時間|цаг\\w*|ساع\\w+",
    "min": "min|mins|minutes?|分钟|分鐘|minutos?|minuten?|мин|минут\\w*|분|分間|分|минут|دقيقة|دقائق",
    "s": "secs?|seconds?|秒|秒钟|秒鐘|segundos?|secondes?|sekunden?|секунд\\w*|초|秒間|ثاني[ةه]|ثوان\\w*",
}
_NAMES = {name: regex.compile(forms, regex.IGNORECASE) for name, forms in _FORMS.items()}
# the longest first, so that "km" is not taken for metres of something
_ALL = "|".join(sorted("|".join(_FORMS.values()).split("|"), key=len, reverse=True))
_END = r"(?![\p{Latin}\p{Cyrillic}])"
_AFTER = regex.compile(rf"[\s\u00a0-]?({_ALL}){_END}", regex.IGNORECASE)
_ANYWHERE = regex.compile(rf"(?<![\p{{Latin}}\p{{Cyrillic}}])({_ALL}){_END}", regex.IGNORECASE)
_PERCENT_BEFORE = regex.compile("百分之|％|%")


def unit_after(text: str, place: int) -> tuple[str, int]:
    """The unit that begins at a place and where it ends; empty where none does."""
    match = _AFTER.match(text, place)
    return (_name(match.group(1)), match.end()) if match else ("", place)


def mentioned(text: str) -> frozenset[str]:
    """Every unit that a text names anywhere."""
    found = {_name(match.group(1)) for match in _ANYWHERE.finditer(text)}
    if _PERCENT_BEFORE.search(text):
        found.add("%")
    return frozenset(found)


@lru_cache(maxsize=1_000)
def _name(form: str) -> str:
    return next(name for name, forms in _NAMES.items() if forms.fullmatch(form))

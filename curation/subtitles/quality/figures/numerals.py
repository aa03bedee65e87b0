"""Numbers as words: cardinals by language, the doubtful ones apart.

`CERTAIN` words mean a number wherever they stand. `POSSIBLE` words may: ordinals, pairs, and words that also mean
something else ("neuf" is new, "سبع" a beast of prey). Inflected forms are listed, since a trail camera's sentences need
few of them.
"""

_CERTAIN = {
    "en": "two 2|three 3|four 4|five 5|six 6|seven 7|eight 8|nine 9|ten 10|eleven 11|twelve 12|thirteen 13|fourteen 14|"
    "fifteen 15|sixteen 16|seventeen 17|eighteen 18|nineteen 19|twenty 20|thirty 30|forty 40|fifty 50|sixty 60|"
    "seventy 70|eighty 80|ninety 90|hundred 100|thousand 1000|million 1000000|billion 1000000000",
    "es": "dos 2|tres 3|cuatro 4|cinco 5|seis 6|siete 7|ocho 8|nueve 9|diez 10|once 11|doce 12|trece 13|catorce 14|"
    "quince 15|dieciséis 16|diecisiete 17|dieciocho 18|diecinueve 19|veinte 20|veintiuno 21|veintidós 22|veintitrés 23|"
    "veinticuatro 24|veinticinco 25|treinta 30|cuarenta 40|cincuenta 50|sesenta 60|setenta 70|ochenta 80|noventa 90|"
    "cien 100|ciento 100|doscientos 200|doscientas 200|trescientos 300|cuatrocientos 400|quinientos 500|mil 1000|"
    "millón 1000000|millones 1000000",
    "fr": "deux 2|trois 3|quatre 4|cinq 5|six 6|sept 7|huit 8|dix 10|onze 11|douze 12|treize 13|quatorze 14|quinze 15|"
    "seize 16|vingt 20|vingts 20|trente 30|quarante 40|cinquante 50|soixante 60|cent 100|cents 100|mille 1000|"
    "million 1000000|millions 1000000|milliard 1000000000|milliards 1000000000",
    "de": "zwei 2|drei 3|vier 4|fünf 5|sechs 6|sieben 7|neun 9|zehn 10|elf 11|zwölf 12|dreizehn 13|vierzehn 14|"
    "fünfzehn 15|sechzehn 16|siebzehn 17|achtzehn 18|neunzehn 19|zwanzig 20|dreißig 30|vierzig 40|fünfzig 50|"
    "sechzig 60|siebzig 70|achtzig 80|neunzig 90|hundert 100|tausend 1000|million 1000000|millionen 1000000|"
    "milliarde 1000000000|milliarden 1000000000|dreien 3|vieren 4",
    "pt": "dois 2|duas 2|três 3|quatro 4|cinco 5|seis 6|sete 7|oito 8|nove 9|dez 10|onze 11|doze 12|treze 13|catorze "
    "14|"
    "quatorze 14|quinze 15|dezesseis 16|dezasseis 16|dezessete 17|dezassete 17|dezoito 18|dezenove 19|dezanove 19|"
    "vinte 20|"
    "trinta 30|quarenta 40|cinquenta 50|sessenta 60|setenta 70|oitenta 80|noventa 90|cem 100|cento 100|duzentos 200|"
    "trezentos 300|quatrocentos 400|quinhentos 500|mil 1000|milhão 1000000|milhões 1000000|bilhões 1000000000",
    "ru": "два 2|две 2|двух 2|двум 2|двумя 2|три 3|трёх 3|трех 3|трём 3|трем 3|тремя 3|четыре 4|четырёх 4|четырех 4|"
    "четырём 4|четырем 4|четырьмя 4|пять 5|пяти 5|пятью 5|шесть 6|шести 6|шестью 6|семь 7|семи 7|восемь 8|восьми 8|"
    "девять 9|девяти 9|десять 10|десяти 10|одиннадцать 11|одиннадцати 11|двенадцать 12|двенадцати 12|тринадцать 13|"
    "четырнадцать 14|пятнадцать 15|шестнадцать 16|семнадцать 17|восемнадцать 18|девятнадцать 19|двадцать 20|двадцати "
    "20|"
    "тридцать 30|тридцати 30|сорок 40|пятьдесят 50|шестьдесят 60|семьдесят 70|восемьдесят 80|девяносто 90|сто 100|"
    "двести 200|триста 300|четыреста 400|пятьсот 500|шестьсот 600|семьсот 700|восемьсот 800|девятьсот 900|тысяча 1000|"
    "тысячи 1000|тысяч 1000|миллион 1000000|миллиона 1000000|миллионов 1000000|миллиард 1000000000|"
    "миллиарда 1000000000|миллиардов 1000000000",
    "mn": "хоёр 2|гурав 3|гурван 3|дөрөв 4|дөрвөн 4|таван 5|зургаа 6|зургаан 6|долоо 7|долоон 7|найман 8|есөн 9|"
    "арван 10|"
    "хорин 20|гучин 30|дөчин 40|тавин 50|жаран 60|далан 70|наян 80|ерэн 90|зуун 100|мянга 1000|мянган 1000",
    "ar": "ثلاثة 3|ثلاث 3|أربعة 4|أربع 4|خمسة 5|خمس 5|ستة 6|سبعة 7|ثمانية 8|ثماني 8|تسعة 9|تسع 9|عشرة 10|عشرون 20|"
    "عشرين 20|"
    "ثلاثون 30|ثلاثين 30|أربعون 40|أربعين 40|خمسون 50|خمسين 50|ستون 60|ستين 60|سبعون 70|سبعين 70|ثمانون 80|ثمانين 80|"
    "تسعون 90|تسعين 90|مئة 100|مائة 100|مئتان 200|مئتين 200|مائتي 200|ثلاثمئة 300|ثلاثمائة 300|ألف 1000|آلاف 1000|"
    "ألفين 2000|مليون 1000000|ملايين 1000000|مليار 1000000000",
}
_POSSIBLE = {
    "en": "a 1|an 1|one 1|single 1|first 1|once 1|second 2|twice 2|both 2|pair 2|couple 2|double 2|half 0.5|third 3|"
    "triple 3|triplets 3|twins 2|fourth 4|fifth 5|sixth 6|seventh 7|eighth 8|ninth 9|tenth 10|eleventh 11|twelfth 12|"
    "dozen 12|hundreds 100|thousands 1000|quarter 4|quarters 4|decade 10|decades 10|century 100|trio 3|last 1|teens 10|"
    "twenties 20|thirties 30|forties 40|fifties 50|nil 0|zero 0|trillion 1000000000000|midnight 0|noon 12",
    "es": "un 1|una 1|uno 1|primer 1|primera 1|primero 1|segundo 2|segunda 2|ambos 2|ambas 2|par 2|pareja 2|tercer 3|"
    "tercera 3|tercero 3|cuarto 4|cuarta 4|quinto 5|quinta 5|docena 12|medio 0.5|media 0.5|décimo 10|trío 3|sexto 6",
    "fr": "un 1|une 1|premier 1|première 1|second 2|seconde 2|deuxième 2|paire 2|couple 2|troisième 3|quatrième 4|"
    "cinquième 5|sixième 6|neuf 9|dizaine 10|douzaine 12|vingtaine 20|trentaine 30|centaine 100|millier 1000|"
    "milliers 1000|"
    "demi 0.5|demie 0.5|trio 3|quart 4",
    "de": "ein 1|eine 1|einen 1|einem 1|einer 1|eines 1|eins 1|erste 1|ersten 1|erster 1|erstes 1|zweite 2|zweiten 2|"
    "zweiter 2|beide 2|beiden 2|beider 2|paar 2|zu zweit 2|dritte 3|dritten 3|vierte 4|vierten 4|fünfte 5|fünften 5|"
    "acht 8|"
    "achte 8|achten 8|dutzend 12|halb 0.5|halbe 0.5|drittel 3|viertel 4|zweier 2|dreier 3|hunderte 100|tausende 1000",
    "pt": "um 1|uma 1|primeiro 1|primeira 1|segundo 2|segunda 2|ambos 2|ambas 2|par 2|casal 2|dupla 2|terceiro 3|"
    "terceira 3|quarto 4|quarta 4|quinto 5|quinta 5|dúzia 12|meio 0.5|meia 0.5|trio 3|sexta 6",
    "ru": "один 1|одна 1|одного 1|одной 1|одну 1|одним 1|первый 1|первая 1|первого 1|первые 1|второй 2|вторая 2|"
    "второго 2|"
    "оба 2|обе 2|обоих 2|обеих 2|пара 2|пару 2|парой 2|двое 2|двоих 2|вдвоём 2|вдвоем 2|дважды 2|трое 3|троих 3|"
    "втроём 3|"
    "третий 3|третья 3|третьего 3|четверо 4|четверых 4|пятеро 5|шестеро 6|четвёртый 4|четвертый 4|пятый 5|полтора 1.5|"
    "половина 0.5|половину 0.5|десятки 10|десятков 10|сотни 100|сотен 100|дюжина 12|ста 100|сорока 40|треть 3|"
    "четверть 4",
    "mn": "нэг 1|нэгэн 1|ганц 1|анхны 1|хос 2|хоёрдугаар 2|хоёулаа 2|гуравдугаар 3|гурвуулаа 3|дөрөвдүгээр 4|тав 5|"
    "тавдугаар 5|зургадугаар 6|долдугаар 7|найм 8|наймдугаар 8|ес 9|есдүгээр 9|арав 10|аравдугаар 10|хорь 20|гуч 30|"
    "дөч 40|"
    "тавь 50|жар 60|дал 70|ная 80|ер 90|зуу 100|сая 1000000|тэрбум 1000000000|хагас 0.5|нэгдүгээр 1",
    "ar": "واحد 1|واحدة 1|أول 1|الأول 1|الأولى 1|اثنان 2|اثنين 2|اثنتان 2|اثنتين 2|كلا 2|كلتا 2|زوج 2|زوجان 2|ثاني 2|"
    "الثاني 2|الثانية 2|الثالث 3|الثالثة 3|الرابع 4|الرابعة 4|الخامس 5|الخامسة 5|السادس 6|السادسة 6|السابع 7|السابعة 7|"
    "الثامن 8|الثامنة 8|التاسع 9|التاسعة 9|العاشر 10|العاشرة 10|ست 6|سبع 7|ثمان 8|عشر 10|نصف 0.5|مئات 100|ثلث 3|ربع 4",
    "ko": "한 1|하나 1|첫 1|두 2|둘 2|쌍 2|세 3|셋 3|석 3|네 4|넷 4|넉 4|다섯 5|여섯 6|일곱 7|여덟 8|아홉 9|열 10|"
    "스무 20|"
    "스물 20|서른 30|마흔 40|쉰 50|예순 60|일흔 70|여든 80|아흔 90|절반 0.5|반 0.5|수십 10|수백 100|수천 1000",
    "ja": "ひとつ 1|ふたつ 2|ふたり 2|みっつ 3|よっつ 4|いつつ 5|ペア 2|つがい 2|両方 2|ダース 12",
}
# after a figure: "1.5 million", "3,5 млн", "20万"
_SCALES = {
    "en": "hundred 100|thousand 1000|k 1000|million 1000000|m 1000000|mn 1000000|bn 1000000000|billion 1000000000|"
    "trillion 1000000000000",
    "es": "mil 1000|millón 1000000|millones 1000000|mil millones 1000000000|billones 1000000000000",
    "fr": "mille 1000|million 1000000|millions 1000000|milliard 1000000000|milliards 1000000000",
    "de": "tausend 1000|tsd. 1000|million 1000000|millionen 1000000|mio. 1000000|milliarde 1000000000|"
    "milliarden 1000000000|mrd. 1000000000",
    "pt": "mil 1000|milhão 1000000|milhões 1000000|mil milhões 1000000000|bilhão 1000000000|bilhões 1000000000",
    "ru": "тыс. 1000|тыс 1000|тысяча 1000|тысячи 1000|тысяч 1000|тысячам 1000|млн 1000000|млн. 1000000|миллион 1000000|"
    "миллиона 1000000|миллионов 1000000|млрд 1000000000|млрд. 1000000000|миллиард 1000000000|миллиарда 1000000000|"
    "миллиардов 1000000000|трлн 1000000000000",
    "mn": "мянга 1000|мянган 1000|сая 1000000|тэрбум 1000000000|их наяд 1000000000000",
    "ar": "ألف 1000|آلاف 1000|ألفا 1000|مليون 1000000|ملايين 1000000|مليار 1000000000|مليارات 1000000000",
    "zh-Hans": "百 100|千 1000|万 10000|百万 1000000|千万 10000000|亿 100000000|万亿 1000000000000",
    "zh-Hant": "百 100|千 1000|萬 10000|百萬 1000000|千萬 10000000|億 100000000|萬億 1000000000000|兆 1000000000000",
    "ja": "百 100|千 1000|万 10000|百万 1000000|千万 10000000|億 100000000|兆 1000000000000",
    "ko": "백 100|천 1000|만 10000|백만 1000000|천만 10000000|억 100000000|조 1000000000000",
}


def _table(entries: str) -> dict[str, float]:
    pairs = (entry.rpartition(" ") for entry in entries.split("|"))
    return {word: float(value) for word, _, value in pairs}


CERTAIN = {tag: _table(entries) for tag, entries in _CERTAIN.items()}
POSSIBLE = {tag: _table(entries) for tag, entries in _POSSIBLE.items()}
SCALES = {tag: _table(entries) for tag, entries in _SCALES.items()}
CONNECTORS = {"en": {"and"}, "es": {"y"}, "pt": {"e"}, "fr": {"et"}, "de": {"und"}, "ar": {"و"}}
# stems that join into one German word: dreiundzwanzig
GERMAN = {word: value for word, value in (*CERTAIN["de"].items(), ("acht", 8.0), ("ein", 1.0)) if value <= 1000}

"""Small words that a line should not end or begin with, by language: what a caption is cut before and after.

After the rule of all guides for subtitles ("Line treatment" in the Netflix general requirements): break after
punctuation, before conjunctions and prepositions; never part an article, adjective or number from its noun, an
auxiliary or a pronoun from its verb, or the parts of a name.
"""

# belongs to the word after it: a line must not end here
_LEADING = {
    "en": "a an the of to in on at by for with from into onto over under near and or but nor as than if that which who "
    "its his her their our my your this these those every each some any no not very more most is are was were be been "
    "has have had will would can could may might must should do does did i you he she it we they "
    "",
    "es": "el la los las un una unos unas de del en a al con por para sin sobre entre y e o u ni su sus mi tu que se "
    "no "
    "lo le les me te nos este esta estos estas ese esa cada muy más es son está están fue ha "
    "han hay como si desde hasta",
    "fr": "le la les l' un une des de du d' à au aux en et ou ni mais dans par pour sur sous sans avec chez vers entre "
    "son sa ses leur leurs mon ma mes ce cet cette ces que qui ne pas se je tu il elle on nous vous ils elles est "
    "sont a "
    "ont était très plus chaque si comme",
    "de": "der die das den dem des ein eine einen einem einer eines kein keine im in am an ans ins auf zu zum zur und "
    "oder aber mit von vom bei beim für aus nach über unter durch um als wie dass ist sind war sein seine seinen ihr "
    "ihre ihren ihrem dieser diese dieses diesen sehr nicht er sie es wir ihr ich du",
    "pt": "o a os as um uma uns umas de do da dos das em no na nos nas e ou nem com por pelo pela para sem sobre entre "
    "que se não seu sua seus suas este esta esse essa cada muito mais é são está foi "
    "há como ao à aos às",
    "ru": "в во на с со к ко у о об обо от до из изо за под над по для при про без через и а но или да не ни что чтобы "
    "как если когда где это этот эта эти его её их свой очень самый ",
    "mn": "энэ тэр эдгээр их маш хамгийн бүр болон ба",
    "ar": "في من إلى على عن مع بين تحت فوق عند حتى هذا هذه ذلك تلك هؤلاء لا لم لن ما قد سوف أن إن أو ثم كل بعض غير هو"
    " هي",
    "ko": "이 그 저 각 매 첫 새 모든 어떤 다른 약 더 가장 매우 안 못 및",
}
# figures and adjectives before their noun: a pity to part, no fault
_QUALIFYING = {
    "en": "one two three four five six seven eight nine ten amur adult young female male wild siberian brown black "
    "first large small",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez primer gran",
    "fr": "deux trois quatre cinq six sept huit neuf dix premier première jeune petit petite grand grande",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn erwachsene erwachsener junge junger wilde wilder "
    "weiblicher männlicher",
    "pt": "dois duas três quatro cinco seis sete oito nove dez primeiro primeira grande",
    "ru": "два две двух три трёх тремя четыре пять шесть семь восемь взрослая взрослый молодая молодой самка дикий "
    "амурский амурского",
    "mn": "нэг хоёр гурван дөрвөн таван зургаан долоон найман есөн арван",
    "ko": "한 두 세 네 다섯 여섯 몇",
    "ar": "ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة ثمانية ثماني تسعة تسع عشرة عشر",
}
# a line may well begin with it: conjunctions first, then prepositions and the like
_CONJUNCTIONS = {
    "en": "and but or nor so because when while where who which that if then as until after before",
    "es": "y e o pero que porque cuando donde mientras si aunque como pues",
    "fr": "et ou mais que qui car quand où lorsque pendant si puis donc comme",
    "de": "und oder aber dass weil wenn während wo als denn sondern der die das",
    "pt": "e ou mas que porque quando onde enquanto se embora como pois",
    "ru": "и а но или что чтобы потому когда где пока если который которая которые хотя как",
    "mn": "харин гэвч бөгөөд болон мөн учир",
    "ar": "ثم أو لكن بينما عندما حيث التي الذي الذين لأن حتى إذا",
    "ko": "그리고 그러나 하지만 그래서 또는",
}
_PREPOSITIONS = {
    "en": "of to in on at by for with from into through over under near across along behind past between",
    "es": "de del en a al con por para sin sobre entre hacia desde hasta",
    "fr": "de du des à au aux en dans par pour sur sous sans avec chez vers entre",
    "de": "im in am an auf zu zum zur mit von vom bei für aus nach über unter durch um",
    "pt": "de do da em no na com por pelo pela para sem sobre entre ao à",
    "ru": "в во на с со к ко у о об от до из за под над по для при без через",
    "ar": "في من إلى على عن مع بين تحت فوق عند",
}
# leans on the word before it: a line must not begin here
_LEANING = {
    "ru": "же ли бы б ль",
    "mn": "нь ч л юм уу үү юу юү вэ бэ байна байв байсан билээ шүү дээр доор дотор хойно өмнө дундаас руу рүү луу лүү",
    "ko": "수 것 때 중 뿐 만큼 적 줄 데 지 마리 명 개 번 년 월 일 시 분 초 살 쌍 "
    "마리가 마리를 마리는 있다 있는 없다 않다 않는다",
    "fr": "! ? : ; »",
    "en": "away up down out off not",
}
# what follows a figure and must stay with it
_UNITS = (
    "km m cm mm kg g t l ha h min s km² m² km/h m/s °c °f % ‰ a.m. p.m. am pm uhr "
    "км м см мм кг г т л га ч мин с км² км/ч тыс. млн г. лет год года час часов "
    "كم م سم كغ كجم % ساعة دقيقة кмц цаг минут метр meters metres metros mètres meter kilometers kilometres kilómetros "
    "quilômetros kilomètres kilometer километров километра"
)
_TITLES = "dr. mr. mrs. ms. prof. st. mt. no. nr. nº № г. р. оз. ул. им. проф. д-р sr. sra. dra. mme m. fig. vol."


def _table(words: dict[str, str]) -> dict[str, frozenset[str]]:
    return {tag: frozenset(text.split()) for tag, text in words.items()}


LEADING = _table(_LEADING)
QUALIFYING = _table(_QUALIFYING)
CONJUNCTIONS = _table(_CONJUNCTIONS)
PREPOSITIONS = _table(_PREPOSITIONS)
LEANING = _table(_LEANING)
UNITS = frozenset(_UNITS.split())
TITLES = frozenset(_TITLES.split())

# single characters, for scripts without spaces
LEANING_CHARACTERS = {
    "Hans": frozenset("的了着过吗呢吧们得地里上下只头边"),
    "Hant": frozenset("的了著過嗎呢吧們得地裡上下隻頭邊"),
}
LEADING_CHARACTERS = {
    "Hans": frozenset("在从向把被和与对于不很最这那每由往及或而将"),
    "Hant": frozenset("在從向把被和與對於不很最這那每由往及或而將"),
}
# endings of words that lean on the next: Russian adjectives, Mongolian genitives, Korean objects before their verb
LEADING_ENDINGS = {
    "ru": ("ого", "его", "ому", "ему", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ых", "их", "ыми", "ими", "ую"),
    "mn": ("ийн", "ын", "гийн", "ны", "ний"),
    "ko": ("을", "를", "의"),
}
# after a subject, a place or a clause: "은" and "는" end subjects and relative clauses alike, and say nothing
KOREAN_PAUSES = ("이", "가", "에", "에서", "으로", "고", "며", "면서", "지만")
JAPANESE_PARTICLES = frozenset("はがをにでともへのやか")

"""Captions in Russian: gender, the paucal after 2 to 4, animate accusative, motion along and rest in a place."""

from dataclasses import dataclass

from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import line, listed


@dataclass(frozen=True, kw_only=True)
class Noun:
    """Nominative, genitive, form after two to four, genitive plural, gender; accusative where feminine."""

    one: str
    of: str
    few: str
    many: str
    gender: str = "m"
    seen: str = ""


def _noun(forms: str) -> Noun:
    one, of, few, many, *feminine = [form.strip() for form in forms.split("|")]
    gender, seen = ("f", feminine[0]) if feminine else ("m", of)
    return Noun(one=one, of=of, few=few, many=many, gender=gender, seen=seen)


SPECIES: dict[str, Noun] = {
    name: _noun(forms)
    for name, forms in {
        "Panthera tigris altaica": "амурский тигр|амурского тигра|амурских тигра|амурских тигров",
        "Panthera pardus orientalis": "дальневосточный леопард|дальневосточного леопарда"
        "|дальневосточных леопарда|дальневосточных леопардов",
        "Ursus arctos": "бурый медведь|бурого медведя|бурых медведя|бурых медведей",
        "Ursus thibetanus": "гималайский медведь|гималайского медведя|гималайских медведя|гималайских медведей",
        "Sus scrofa": "кабан|кабана|кабана|кабанов",
        "Cervus nippon": "пятнистый олень|пятнистого оленя|пятнистых оленя|пятнистых оленей",
        "Capreolus pygargus": "сибирская косуля|сибирской косули|сибирские косули|сибирских косуль|сибирскую косулю",
        "Cervus canadensis": "изюбрь|изюбря|изюбря|изюбрей",
        "Naemorhedus caudatus": "амурский горал|амурского горала|амурских горала|амурских горалов",
        "Moschus moschiferus": "кабарга|кабарги|кабарги|кабарог|кабаргу",
        "Lynx lynx": "обыкновенная рысь|обыкновенной рыси|обыкновенные рыси|обыкновенных рысей|обыкновенную рысь",
        "Prionailurus bengalensis": "бенгальская кошка|бенгальской кошки|бенгальские кошки"
        "|бенгальских кошек|бенгальскую кошку",
        "Vulpes vulpes": "обыкновенная лисица|обыкновенной лисицы|обыкновенные лисицы"
        "|обыкновенных лисиц|обыкновенную лисицу",
        "Nyctereutes procyonoides": "енотовидная собака|енотовидной собаки|енотовидные собаки"
        "|енотовидных собак|енотовидную собаку",
        "Meles leucurus": "азиатский барсук|азиатского барсука|азиатских барсука|азиатских барсуков",
        "Martes zibellina": "соболь|соболя|соболя|соболей",
        "Martes flavigula": "харза|харзы|харзы|харз|харзу",
        "Mustela sibirica": "колонок|колонка|колонка|колонков",
        "Lutra lutra": "речная выдра|речной выдры|речные выдры|речных выдр|речную выдру",
        "Lepus mandshuricus": "маньчжурский заяц|маньчжурского зайца|маньчжурских зайца|маньчжурских зайцев",
        "Sciurus vulgaris": "обыкновенная белка|обыкновенной белки|обыкновенные белки"
        "|обыкновенных белок|обыкновенную белку",
        "Eutamias sibiricus": "азиатский бурундук|азиатского бурундука|азиатских бурундука|азиатских бурундуков",
        "Canis lupus": "волк|волка|волка|волков",
        "Cuon alpinus": "красный волк|красного волка|красных волка|красных волков",
        "Aquila chrysaetos": "беркут|беркута|беркута|беркутов",
        "Haliaeetus pelagicus": "белоплечий орлан|белоплечего орлана|белоплечих орлана|белоплечих орланов",
        "Aegypius monachus": "чёрный гриф|чёрного грифа|чёрных грифа|чёрных грифов",
        "Ciconia boyciana": "дальневосточный аист|дальневосточного аиста|дальневосточных аиста|дальневосточных аистов",
        "Tetrastes bonasia": "рябчик|рябчика|рябчика|рябчиков",
        "Phasianus colchicus": "обыкновенный фазан|обыкновенного фазана|обыкновенных фазана|обыкновенных фазанов",
    }.items()
}
HEADS = {
    "male": _noun("самец|самца|самца|самцов"),
    "female": _noun("самка|самки|самки|самок|самку"),
    "juvenile": _noun("детёныш|детёныша|детёныша|детёнышей"),
}
ADULT = {("m", False): "взрослый", ("f", False): "взрослая", ("m", True): "взрослого", ("f", True): "взрослую"}
NUMBERS = {2: "два", 3: "три", 4: "четыре", 5: "пять", 6: "шесть", 7: "семь", 8: "восемь", 0: "несколько"}
SEEN_NUMBERS = {2: "двух", 3: "трёх", 4: "четырёх", 0: "нескольких"}
WITH_YOUNG = {1: "детёнышем", 2: "двумя детёнышами", 3: "тремя детёнышами", 4: "четырьмя детёнышами"}
BEHAVIOURS: dict[str, tuple[str, str, str]] = {
    "walk": ("идёт", "идут", "along"),
    "run": ("бежит", "бегут", "along"),
    "rest": ("отдыхает", "отдыхают", "at"),
    "drink": ("пьёт воду", "пьют воду", "at"),
    "forage": ("ищет корм", "ищут корм", "at"),
    "hunt": ("охотится", "охотятся", "at"),
    "mark": ("метит территорию", "метят территорию", "at"),
    "sniff": ("обнюхивает землю", "обнюхивают землю", "at"),
    "look": ("смотрит в камеру", "смотрят в камеру", "at"),
    "play": ("играет", "играют", "at"),
    "stand": ("неподвижно стоит", "неподвижно стоят", "at"),
    "carry": ("несёт добычу", "несут добычу", "along"),
    "rub": ("трётся о дерево", "трутся о дерево", "at"),
    "dig": ("роет землю", "роют землю", "at"),
    "climb": ("лезет на дерево", "лезут на дерево", "at"),
    "cross": ("переходит", "переходят", "at"),
    "swim": ("плывёт", "плывут", "at"),
    "fly": ("летит", "летят", "at"),
}
HABITATS: dict[str, tuple[str, str, str]] = {
    "snow": ("на снегу", "по снегу", "снег"),
    "forest": ("в лесу", "по лесу", "лес"),
    "trail": ("на лесной тропе", "по лесной тропе", "лесная тропа"),
    "stream": ("у ручья", "вдоль ручья", "берег ручья"),
    "river": ("у реки", "вдоль реки", "берег реки"),
    "ridge": ("на хребте", "по хребту", "хребет"),
    "clearing": ("на лесной поляне", "по лесной поляне", "лесная поляна"),
    "meadow": ("на лугу", "по лугу", "луг"),
    "wetland": ("на болоте", "по болоту", "болото"),
    "valley": ("в долине", "по долине", "долина"),
    "road": ("на лесной дороге", "по лесной дороге", "лесная дорога"),
    "pine": ("в кедровом лесу", "по кедровому лесу", "кедровый лес"),
    "oak": ("в дубовом лесу", "по дубовому лесу", "дубовый лес"),
    "rocks": ("на каменистом склоне", "по каменистому склону", "каменистый склон"),
}
BOUND = {
    ("cross", "stream"): "ручей",
    ("cross", "road"): "лесную дорогу",
    ("swim", "river"): "по реке",
    ("fly", "forest"): "над лесом",
    ("fly", "river"): "над рекой",
    ("fly", "valley"): "над долиной",
    ("fly", "wetland"): "над болотом",
}
SEASONS = {
    "spring": ("весной", "весенним", "весенней", "весна"),
    "summer": ("летом", "летним", "летней", "лето"),
    "autumn": ("осенью", "осенним", "осенней", "осень"),
    "winter": ("зимой", "зимним", "зимней", "зима"),
}
DAYTIMES = {"morning": ("утром", "утро"), "day": ("днём", "день"), "evening": ("вечером", "вечер")} | {
    "night": ("ночью", "ночь")
}
WEATHERS = {
    "rain": ("под дождём", "дождь"),
    "snowfall": ("во время снегопада", "снегопад"),
    "fog": ("в тумане", "туман"),
    "wind": ("при сильном ветре", "сильный ветер"),
}
LABELS = {"adult": "взрослая особь", "juvenile": "детёныш", "male": "самец", "female": "самка"}


def counted(noun: Noun, *, count: int, seen: bool) -> str:
    """The noun after its number; `seen` for what the camera has filmed (animate accusative)."""
    if count == 1:
        return noun.seen if seen else noun.one
    if seen and count in SEEN_NUMBERS:
        return f"{SEEN_NUMBERS[count]} {noun.many}"
    return f"{NUMBERS[count]} {noun.few if 2 <= count <= 4 else noun.many}"


def feminine_two(text: str, noun: Noun) -> str:
    """Две before a feminine noun."""
    return text.replace("два ", "две ", 1) if noun.gender == "f" and text.startswith("два ") else text


def subject(scene: Scene, *, seen: bool = False) -> str:
    """Взрослый самец амурского тигра; самка с двумя детёнышами."""
    species = SPECIES[scene.scientific_name]
    head = HEADS.get("juvenile" if scene.life_stage == "juvenile" else scene.sex)
    noun = head or species
    text = feminine_two(counted(noun, count=scene.count, seen=seen), noun)
    if scene.life_stage == "adult":
        text = f"{ADULT[noun.gender, seen]} {text}"
    if head:
        text = f"{text} {species.of}"
    return f"{text} с {WITH_YOUNG[scene.young]}" if scene.young else text


def circumstance(scene: Scene) -> str:
    """Season, hour or weather; no comma follows it."""
    if scene.weather:
        return WEATHERS[scene.weather][0]
    if scene.season and scene.daytime:
        adjective = SEASONS[scene.season][2 if scene.daytime == "night" else 1]
        return f"{adjective} {DAYTIMES[scene.daytime][0]}"
    if scene.season:
        return SEASONS[scene.season][0]
    return DAYTIMES[scene.daytime][0] if scene.daytime else ""


def place(scene: Scene) -> str:
    """In a place, along it, or what the verb binds."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    if bound or not scene.habitat:
        return bound or ""
    along = bool(scene.behaviour) and BEHAVIOURS[scene.behaviour][2] == "along"
    return HABITATS[scene.habitat][1 if along else 0]


def label(scene: Scene) -> str:
    """Амурский тигр, самка, снег, зима, ночь."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    return listed(
        (
            SPECIES[scene.scientific_name].one + times,
            "несколько особей" if scene.count == 0 else "",
            LABELS.get(scene.life_stage, ""),
            LABELS.get(scene.sex, ""),
            HABITATS[scene.habitat][2] if scene.habitat else "",
            SEASONS[scene.season][3] if scene.season else "",
            DAYTIMES[scene.daytime][1] if scene.daytime else "",
            WEATHERS[scene.weather][1] if scene.weather else "",
        )
    )


def realise(scene: Scene) -> str:
    """The scene as one Russian caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return line(("в кадре:", subject(scene)))
    if scene.frame == "still":
        return line((subject(scene), place(scene)), end="")
    if scene.frame == "camera":
        return line((circumstance(scene), "фотоловушка сняла", subject(scene, seen=True), place(scene)))
    verb = BEHAVIOURS[scene.behaviour][1 if scene.plural else 0]
    return line((circumstance(scene), subject(scene), verb, place(scene)))

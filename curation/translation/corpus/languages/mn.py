"""Captions in Mongolian (Cyrillic): place before the verb, the noun in the singular after a number."""

from curation.translation.corpus.fauna import ANIMALS
from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import line, listed

SPECIES: dict[str, str] = {
    "Panthera tigris altaica": "Амарын бар",
    "Panthera pardus orientalis": "Амарын ирвэс",
    "Ursus arctos": "хүрэн баавгай",
    "Ursus thibetanus": "Азийн хар баавгай",
    "Sus scrofa": "зэрлэг гахай",
    "Cervus nippon": "цоохор буга",
    "Capreolus pygargus": "бор гөрөөс",
    "Cervus canadensis": "халиун буга",
    "Naemorhedus caudatus": "урт сүүлт горал",
    "Moschus moschiferus": "хүдэр",
    "Lynx lynx": "шилүүс",
    "Prionailurus bengalensis": "Бенгал мий",
    "Vulpes vulpes": "шар үнэг",
    "Nyctereutes procyonoides": "элбэнх нохой",
    "Meles leucurus": "Азийн дорго",
    "Martes zibellina": "булга",
    "Martes flavigula": "шар хоолойт суусар",
    "Mustela sibirica": "солонго",
    "Lutra lutra": "халиу",
    "Lepus mandshuricus": "Манжуур туулай",
    "Sciurus vulgaris": "ойн хэрэм",
    "Eutamias sibiricus": "Сибирийн жирх",
    "Canis lupus": "саарал чоно",
    "Cuon alpinus": "цөөвөр чоно",
    "Aquila chrysaetos": "цармын бүргэд",
    "Haliaeetus pelagicus": "цагаан мөрт бүргэд",
    "Aegypius monachus": "нөмрөг тас",
    "Ciconia boyciana": "дорнын цагаан өрөвтас",
    "Tetrastes bonasia": "хөтүү",
    "Phasianus colchicus": "гургуул",
}
GENITIVES: dict[str, str] = {
    "Panthera tigris altaica": "Амарын барын",
    "Panthera pardus orientalis": "Амарын ирвэсийн",
    "Ursus arctos": "хүрэн баавгайн",
    "Ursus thibetanus": "Азийн хар баавгайн",
    "Sus scrofa": "зэрлэг гахайн",
    "Cervus nippon": "цоохор бугын",
    "Capreolus pygargus": "бор гөрөөсний",
    "Cervus canadensis": "халиун бугын",
    "Lynx lynx": "шилүүсийн",
    "Vulpes vulpes": "шар үнэгний",
    "Nyctereutes procyonoides": "элбэнх нохойн",
    "Lutra lutra": "халиуны",
    "Canis lupus": "саарал чонын",
    "Cuon alpinus": "цөөвөр чонын",
}
"""Of those whose young the corpus tells."""

YOUNG: dict[str, tuple[str, str]] = {
    "cub": ("зулзага", "зулзагатай"),
    "pup": ("зулзага", "зулзагатай"),
    "fawn": ("төл", "төлтэй"),
    "piglet": ("торой", "торойтой"),
}
"""The young, and "having young"."""

NUMBERS = {
    1: "", 2: "хоёр", 3: "гурван", 4: "дөрвөн", 5: "таван", 6: "зургаан", 7: "долоон", 8: "найман", 0: "хэд хэдэн",
}  # fmt: skip
SEX = {"": "", "male": "эрэгчин", "female": "эмэгчин"}
BEHAVIOURS: dict[str, tuple[str, str]] = {
    "walk": ("алхаж байна", "along"),
    "run": ("гүйж байна", "along"),
    "rest": ("амарч байна", "at"),
    "drink": ("ус ууж байна", "at"),
    "forage": ("идэш тэжээл хайж байна", "at"),
    "hunt": ("ан агнаж байна", "at"),
    "mark": ("нутгаа тэмдэглэж байна", "at"),
    "sniff": ("газар үнэрлэж байна", "at"),
    "look": ("камер руу харж байна", "at"),
    "play": ("тоглож байна", "at"),
    "stand": ("хөдөлгөөнгүй зогсож байна", "at"),
    "carry": ("олзоо зуугаад явж байна", "along"),
    "rub": ("модонд биеэ үрж байна", "at"),
    "dig": ("газар ухаж байна", "at"),
    "climb": ("модонд авирч байна", "at"),
    "cross": ("гаталж байна", "at"),
    "swim": ("сэлж байна", "at"),
    "fly": ("нисэж байна", "at"),
}
HABITATS: dict[str, tuple[str, str, str]] = {
    "snow": ("цасан дээр", "цасан дээгүүр", "цас"),
    "forest": ("ойд", "ойгоор", "ой"),
    "trail": ("ойн жим дээр", "ойн жимээр", "ойн жим"),
    "stream": ("горхины эрэг дээр", "горхины эргээр", "горхины эрэг"),
    "river": ("голын эрэг дээр", "голын эргээр", "голын эрэг"),
    "ridge": ("уулын хяр дээр", "уулын хяраар", "уулын хяр"),
    "clearing": ("ойн цоорхойд", "ойн цоорхойгоор", "ойн цоорхой"),
    "meadow": ("нугад", "нугаар", "нуга"),
    "wetland": ("намагт", "намгаар", "намаг"),
    "valley": ("хөндийд", "хөндийгөөр", "хөндий"),
    "road": ("ойн зам дээр", "ойн замаар", "ойн зам"),
    "pine": ("хуш модны ойд", "хуш модны ойгоор", "хуш модны ой"),
    "oak": ("царсан ойд", "царсан ойгоор", "царсан ой"),
    "rocks": ("хадархаг энгэрт", "хадархаг энгэрээр", "хадархаг энгэр"),
}
BOUND = {
    ("cross", "stream"): "горхи",
    ("cross", "road"): "ойн зам",
    ("swim", "river"): "голд",
    ("fly", "forest"): "ойн дээгүүр",
    ("fly", "river"): "голын дээгүүр",
    ("fly", "valley"): "хөндийн дээгүүр",
    ("fly", "wetland"): "намгийн дээгүүр",
}
SEASONS: dict[str, tuple[str, str, str]] = {
    "spring": ("хавар", "хаврын", "хавар"),
    "summer": ("зун", "зуны", "зун"),
    "autumn": ("намар", "намрын", "намар"),
    "winter": ("өвөл", "өвлийн", "өвөл"),
}
DAYTIMES = {"morning": "өглөө", "day": "өдөр", "evening": "орой", "night": "шөнө"}
WEATHERS = {
    "rain": ("бороон дунд", "бороо"),
    "snowfall": ("цас орж байхад", "цас орох"),
    "fog": ("манан дунд", "манан"),
    "wind": ("хүчтэй салхинд", "хүчтэй салхи"),
}
STAGE = {"": "", "adult": "бие гүйцсэн", "juvenile": "төл"}


def subject(scene: Scene) -> str:
    """Хоёр зулзагатай эмэгчин Амарын бар."""
    name = scene.scientific_name
    if scene.life_stage == "juvenile":
        young = YOUNG[ANIMALS[name].young][0]
        parts: tuple[str, ...] = (GENITIVES[name], NUMBERS[scene.count], young)
    else:
        family = ""
        if scene.young:
            family = f"{NUMBERS[scene.young] or 'нэг'} {YOUNG[ANIMALS[name].young][1]}"
        adult = STAGE["adult"] if scene.life_stage == "adult" else ""
        parts = (family, NUMBERS[scene.count], adult, SEX[scene.sex], SPECIES[name])
    return " ".join(part for part in parts if part)


def circumstance(scene: Scene) -> str:
    """Өвлийн шөнө, хавар, бороон дунд, or nothing."""
    if scene.weather:
        return WEATHERS[scene.weather][0]
    if scene.season and scene.daytime:
        return f"{SEASONS[scene.season][1]} {DAYTIMES[scene.daytime]}"
    return SEASONS[scene.season][0] if scene.season else DAYTIMES.get(scene.daytime, "")


def place(scene: Scene) -> str:
    """In a place, along it, or what the verb binds."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    if bound or not scene.habitat:
        return bound or ""
    along = bool(scene.behaviour) and BEHAVIOURS[scene.behaviour][1] == "along"
    return HABITATS[scene.habitat][1 if along else 0]


def label(scene: Scene) -> str:
    """Амарын бар, эмэгчин, цас, өвөл, шөнө."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    return listed(
        (
            SPECIES[scene.scientific_name] + times,
            "хэд хэдэн" if scene.count == 0 else "",
            STAGE[scene.life_stage],
            SEX[scene.sex],
            HABITATS[scene.habitat][2] if scene.habitat else "",
            SEASONS[scene.season][2] if scene.season else "",
            DAYTIMES.get(scene.daytime, ""),
            WEATHERS[scene.weather][1] if scene.weather else "",
        )
    )


def realise(scene: Scene) -> str:
    """The scene as one Mongolian caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return line(("дүрсэнд:", subject(scene)))
    if scene.frame == "still":
        return line((place(scene), "байгаа", subject(scene)), end="")
    if scene.frame == "camera":
        return line((circumstance(scene), "автомат камерт", place(scene), subject(scene), "бичигджээ"))
    return line((circumstance(scene), subject(scene), place(scene), BEHAVIOURS[scene.behaviour][0]))

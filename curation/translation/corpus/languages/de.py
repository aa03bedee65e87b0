"""Captions in German: subjects stand in the nominative only; the verb is second whatever comes first."""

from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import line, listed

SPECIES: dict[str, tuple[str, str, str]] = {
    "Panthera tigris altaica": ("Amurtiger", "Amurtiger", "m"),
    "Panthera pardus orientalis": ("Amurleopard", "Amurleoparden", "m"),
    "Ursus arctos": ("Braunbär", "Braunbären", "m"),
    "Ursus thibetanus": ("Kragenbär", "Kragenbären", "m"),
    "Sus scrofa": ("Wildschwein", "Wildschweine", "n"),
    "Cervus nippon": ("Sikahirsch", "Sikahirsche", "m"),
    "Capreolus pygargus": ("Sibirisches Reh", "Sibirische Rehe", "n"),
    "Cervus canadensis": ("Wapiti", "Wapitis", "m"),
    "Naemorhedus caudatus": ("Langschwanzgoral", "Langschwanzgorale", "m"),
    "Moschus moschiferus": ("Sibirisches Moschustier", "Sibirische Moschustiere", "n"),
    "Lynx lynx": ("Eurasischer Luchs", "Eurasische Luchse", "m"),
    "Prionailurus bengalensis": ("Leopardkatze", "Leopardkatzen", "f"),
    "Vulpes vulpes": ("Rotfuchs", "Rotfüchse", "m"),
    "Nyctereutes procyonoides": ("Marderhund", "Marderhunde", "m"),
    "Meles leucurus": ("Asiatischer Dachs", "Asiatische Dachse", "m"),
    "Martes zibellina": ("Zobel", "Zobel", "m"),
    "Martes flavigula": ("Buntmarder", "Buntmarder", "m"),
    "Mustela sibirica": ("Sibirisches Feuerwiesel", "Sibirische Feuerwiesel", "n"),
    "Lutra lutra": ("Eurasischer Fischotter", "Eurasische Fischotter", "m"),
    "Lepus mandshuricus": ("Mandschurischer Hase", "Mandschurische Hasen", "m"),
    "Sciurus vulgaris": ("Eurasisches Eichhörnchen", "Eurasische Eichhörnchen", "n"),
    "Eutamias sibiricus": ("Asiatisches Streifenhörnchen", "Asiatische Streifenhörnchen", "n"),
    "Canis lupus": ("Wolf", "Wölfe", "m"),
    "Cuon alpinus": ("Rothund", "Rothunde", "m"),
    "Aquila chrysaetos": ("Steinadler", "Steinadler", "m"),
    "Haliaeetus pelagicus": ("Riesenseeadler", "Riesenseeadler", "m"),
    "Aegypius monachus": ("Mönchsgeier", "Mönchsgeier", "m"),
    "Ciconia boyciana": ("Schwarzschnabelstorch", "Schwarzschnabelstörche", "m"),
    "Tetrastes bonasia": ("Haselhuhn", "Haselhühner", "n"),
    "Phasianus colchicus": ("Jagdfasan", "Jagdfasane", "m"),
}
NUMBERS = {2: "zwei", 3: "drei", 4: "vier", 5: "fünf", 6: "sechs", 7: "sieben", 8: "acht", 0: "mehrere"}
ENDINGS = {"m": "er", "f": "e", "n": "es"}
"""After ein and eine, in the nominative; in the plural without an article it is e."""

SEX = {"male": "männlich", "female": "weiblich"}
STAGE = {"adult": "ausgewachsen", "juvenile": "jung"}
BEHAVIOURS: dict[str, tuple[str, str, str, str]] = {
    "walk": ("läuft", "laufen", "", "along"),
    "run": ("rennt", "rennen", "", "along"),
    "rest": ("ruht", "ruhen", "", "at"),
    "drink": ("trinkt", "trinken", "Wasser", "at"),
    "forage": ("sucht", "suchen", "nach Nahrung", "at"),
    "hunt": ("jagt", "jagen", "", "at"),
    "mark": ("markiert", "markieren", "das Revier", "at"),
    "sniff": ("schnuppert", "schnuppern", "am Boden", "at"),
    "look": ("schaut", "schauen", "in die Kamera", "at"),
    "play": ("spielt", "spielen", "", "at"),
    "stand": ("steht", "stehen", "still", "at"),
    "carry": ("trägt", "tragen", "Beute", "with"),
    "rub": ("reibt sich", "reiben sich", "an einem Baum", "at"),
    "dig": ("gräbt", "graben", "im Boden", "at"),
    "climb": ("klettert", "klettern", "auf einen Baum", "at"),
    "cross": ("überquert", "überqueren", "", "at"),
    "swim": ("schwimmt", "schwimmen", "", "at"),
    "fly": ("fliegt", "fliegen", "", "at"),
}
"""Singular, plural, the rest of the predicate, and whether the place is a path; "with": along, after the rest."""

HABITATS: dict[str, tuple[str, str, str]] = {
    "snow": ("im Schnee", "durch den Schnee", "Schnee"),
    "forest": ("im Wald", "durch den Wald", "Wald"),
    "trail": ("auf einem Waldpfad", "auf einem Waldpfad", "Waldpfad"),
    "stream": ("an einem Bach", "an einem Bach entlang", "Bachufer"),
    "river": ("an einem Fluss", "an einem Fluss entlang", "Flussufer"),
    "ridge": ("auf einem Bergrücken", "über einen Bergrücken", "Bergrücken"),
    "clearing": ("auf einer Lichtung", "über eine Lichtung", "Lichtung"),
    "meadow": ("auf einer Wiese", "über eine Wiese", "Wiese"),
    "wetland": ("in einem Feuchtgebiet", "durch ein Feuchtgebiet", "Feuchtgebiet"),
    "valley": ("in einem Tal", "durch ein Tal", "Tal"),
    "road": ("auf einer Forststraße", "auf einer Forststraße", "Forststraße"),
    "pine": ("in einem Koreakiefernwald", "durch einen Koreakiefernwald", "Koreakiefernwald"),
    "oak": ("in einem Eichenwald", "durch einen Eichenwald", "Eichenwald"),
    "rocks": ("an einem Felshang", "über einen Felshang", "Felshang"),
}
BOUND = {
    ("cross", "stream"): "einen Bach",
    ("cross", "road"): "eine Forststraße",
    ("swim", "river"): "in einem Fluss",
    ("fly", "forest"): "über den Wald",
    ("fly", "river"): "über einen Fluss",
    ("fly", "valley"): "über ein Tal",
    ("fly", "wetland"): "über ein Feuchtgebiet",
}
SEASONS: dict[str, tuple[str, str, str]] = {
    "spring": ("im Frühling", "Frühlings", "Frühling"),
    "summer": ("im Sommer", "Sommer", "Sommer"),
    "autumn": ("im Herbst", "Herbst", "Herbst"),
    "winter": ("im Winter", "Winter", "Winter"),
}
DAYTIMES: dict[str, tuple[str, str, str]] = {
    "morning": ("am Morgen", "an einem", "Morgen"),
    "day": ("am Tag", "an einem", "Tag"),
    "evening": ("am Abend", "an einem", "Abend"),
    "night": ("in der Nacht", "in einer", "Nacht"),
}
WEATHERS = {
    "rain": ("im Regen", "Regen"),
    "snowfall": ("bei Schneefall", "Schneefall"),
    "fog": ("im Nebel", "Nebel"),
    "wind": ("bei starkem Wind", "starker Wind"),
}


def subject(scene: Scene) -> str:
    """Ein ausgewachsener männlicher Amurtiger; ein weiblicher Amurtiger mit zwei Jungtieren."""
    one, many, gender = SPECIES[scene.scientific_name]
    head = NUMBERS[scene.count] if scene.plural else ("eine" if gender == "f" else "ein")
    ending = "e" if scene.plural else ENDINGS[gender]
    stage, sex = STAGE.get(scene.life_stage, ""), SEX.get(scene.sex, "")
    family = ""
    if scene.young:
        family = "mit einem Jungtier" if scene.young == 1 else f"mit {NUMBERS[scene.young]} Jungtieren"
    adjectives = [word + ending for word in (stage, sex) if word]
    return " ".join(part for part in (head, *adjectives, many if scene.plural else one, family) if part)


def circumstance(scene: Scene) -> str:
    """Season, hour or weather; the verb follows it at once."""
    if scene.weather:
        return WEATHERS[scene.weather][0]
    if scene.season and scene.daytime:
        _, article, noun = DAYTIMES[scene.daytime]
        return f"{article} {SEASONS[scene.season][1]}{noun.lower()}"
    if scene.season:
        return SEASONS[scene.season][0]
    return DAYTIMES[scene.daytime][0] if scene.daytime else ""


def place(scene: Scene) -> str:
    """In a place, along it, or what the verb binds."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    if bound or not scene.habitat:
        return bound or ""
    along = bool(scene.behaviour) and BEHAVIOURS[scene.behaviour][3] in ("along", "with")
    return HABITATS[scene.habitat][1 if along else 0]


def label(scene: Scene) -> str:
    """Amurtiger, weiblich, Schnee, Winter, Nacht."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    stage = {"": "", "adult": "ausgewachsen", "juvenile": "Jungtier"}[scene.life_stage]
    return listed(
        (
            SPECIES[scene.scientific_name][0] + times,
            "mehrere Tiere" if scene.count == 0 else "",
            stage,
            SEX.get(scene.sex, ""),
            HABITATS[scene.habitat][2] if scene.habitat else "",
            SEASONS[scene.season][2] if scene.season else "",
            DAYTIMES[scene.daytime][2] if scene.daytime else "",
            WEATHERS[scene.weather][1] if scene.weather else "",
        )
    )


def realise(scene: Scene) -> str:
    """The scene as one German caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return line(("im Bild:", subject(scene)))
    if scene.frame == "still":
        return line((subject(scene), place(scene)), end="")
    when = circumstance(scene)
    if scene.frame == "camera":
        appears = "erscheinen" if scene.plural else "erscheint"
        if when:
            return line((when, appears, place(scene), subject(scene), "vor einer Wildkamera"))
        return line(("vor einer Wildkamera", appears, place(scene), subject(scene)))
    one, many, rest, way = BEHAVIOURS[scene.behaviour]
    verb = many if scene.plural else one
    tail = (rest, place(scene)) if way == "with" else (place(scene), rest)
    return line((when, verb, subject(scene), *tail) if when else (subject(scene), verb, *tail))

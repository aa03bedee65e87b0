"""Captions in Spanish: gender of the article and the adjective, por for moving along and en for being there."""

from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import line, listed

SPECIES: dict[str, tuple[str, str, str]] = {
    "Panthera tigris altaica": ("tigre de Amur", "tigres de Amur", "m"),
    "Panthera pardus orientalis": ("leopardo de Amur", "leopardos de Amur", "m"),
    "Ursus arctos": ("oso pardo", "osos pardos", "m"),
    "Ursus thibetanus": ("oso negro asiático", "osos negros asiáticos", "m"),
    "Sus scrofa": ("jabalí", "jabalíes", "m"),
    "Cervus nippon": ("ciervo sica", "ciervos sica", "m"),
    "Capreolus pygargus": ("corzo siberiano", "corzos siberianos", "m"),
    "Cervus canadensis": ("uapití", "uapitíes", "m"),
    "Naemorhedus caudatus": ("goral de cola larga", "gorales de cola larga", "m"),
    "Moschus moschiferus": ("ciervo almizclero siberiano", "ciervos almizcleros siberianos", "m"),
    "Lynx lynx": ("lince euroasiático", "linces euroasiáticos", "m"),
    "Prionailurus bengalensis": ("gato leopardo", "gatos leopardo", "m"),
    "Vulpes vulpes": ("zorro rojo", "zorros rojos", "m"),
    "Nyctereutes procyonoides": ("perro mapache", "perros mapache", "m"),
    "Meles leucurus": ("tejón asiático", "tejones asiáticos", "m"),
    "Martes zibellina": ("marta cibelina", "martas cibelinas", "f"),
    "Martes flavigula": ("marta de garganta amarilla", "martas de garganta amarilla", "f"),
    "Mustela sibirica": ("comadreja siberiana", "comadrejas siberianas", "f"),
    "Lutra lutra": ("nutria europea", "nutrias europeas", "f"),
    "Lepus mandshuricus": ("liebre de Manchuria", "liebres de Manchuria", "f"),
    "Sciurus vulgaris": ("ardilla roja", "ardillas rojas", "f"),
    "Eutamias sibiricus": ("ardilla listada siberiana", "ardillas listadas siberianas", "f"),
    "Canis lupus": ("lobo gris", "lobos grises", "m"),
    "Cuon alpinus": ("cuón", "cuones", "m"),
    "Aquila chrysaetos": ("águila real", "águilas reales", "fm"),
    "Haliaeetus pelagicus": ("pigargo gigante", "pigargos gigantes", "m"),
    "Aegypius monachus": ("buitre negro", "buitres negros", "m"),
    "Ciconia boyciana": ("cigüeña oriental", "cigüeñas orientales", "f"),
    "Tetrastes bonasia": ("grévol común", "grévoles comunes", "m"),
    "Phasianus colchicus": ("faisán vulgar", "faisanes vulgares", "m"),
}
"""Singular, plural, gender; "fm" is feminine with the article un before a stressed a."""

NUMBERS = {2: "dos", 3: "tres", 4: "cuatro", 5: "cinco", 6: "seis", 7: "siete", 8: "ocho"}
HEADS = {"male": ("macho", "machos", "m"), "female": ("hembra", "hembras", "f"), "juvenile": ("cría", "crías", "f")}
BEHAVIOURS: dict[str, tuple[str, str, str]] = {
    "walk": ("camina", "caminan", "along"),
    "run": ("corre", "corren", "along"),
    "rest": ("descansa", "descansan", "at"),
    "drink": ("bebe agua", "beben agua", "at"),
    "forage": ("busca alimento", "buscan alimento", "at"),
    "hunt": ("caza", "cazan", "at"),
    "mark": ("marca el territorio", "marcan el territorio", "at"),
    "sniff": ("olfatea el suelo", "olfatean el suelo", "at"),
    "look": ("mira a la cámara", "miran a la cámara", "at"),
    "play": ("juega", "juegan", "at"),
    "stand": ("permanece inmóvil", "permanecen inmóviles", "at"),
    "carry": ("lleva una presa", "llevan una presa", "at"),
    "rub": ("se frota contra un árbol", "se frotan contra un árbol", "at"),
    "dig": ("escarba en el suelo", "escarban en el suelo", "at"),
    "climb": ("trepa a un árbol", "trepan a un árbol", "at"),
    "cross": ("cruza", "cruzan", "at"),
    "swim": ("nada", "nadan", "at"),
    "fly": ("vuela", "vuelan", "at"),
}
HABITATS: dict[str, tuple[str, str, str]] = {
    "snow": ("en la nieve", "por la nieve", "nieve"),
    "forest": ("en el bosque", "por el bosque", "bosque"),
    "trail": ("en un sendero forestal", "por un sendero forestal", "sendero forestal"),
    "stream": ("junto a un arroyo", "junto a un arroyo", "orilla de un arroyo"),
    "river": ("junto a un río", "junto a un río", "orilla de un río"),
    "ridge": ("en una cresta", "por una cresta", "cresta"),
    "clearing": ("en un claro", "por un claro", "claro"),
    "meadow": ("en un prado", "por un prado", "prado"),
    "wetland": ("en un humedal", "por un humedal", "humedal"),
    "valley": ("en un valle", "por un valle", "valle"),
    "road": ("en una pista forestal", "por una pista forestal", "pista forestal"),
    "pine": ("en un bosque de pino coreano", "por un bosque de pino coreano", "bosque de pino coreano"),
    "oak": ("en un robledal", "por un robledal", "robledal"),
    "rocks": ("en una ladera rocosa", "por una ladera rocosa", "ladera rocosa"),
}
BOUND = {
    ("cross", "stream"): "un arroyo",
    ("cross", "road"): "una pista forestal",
    ("swim", "river"): "en un río",
    ("fly", "forest"): "sobre el bosque",
    ("fly", "river"): "sobre un río",
    ("fly", "valley"): "sobre un valle",
    ("fly", "wetland"): "sobre un humedal",
}
SEASONS = {"spring": "primavera", "summer": "verano", "autumn": "otoño", "winter": "invierno"}
DAYTIMES: dict[str, tuple[str, str, str]] = {
    "morning": ("por la mañana", "en una mañana de", "mañana"),
    "day": ("durante el día", "en un día de", "día"),
    "evening": ("al atardecer", "en un atardecer de", "atardecer"),
    "night": ("por la noche", "en una noche de", "noche"),
}
WEATHERS = {
    "rain": ("bajo la lluvia", "lluvia"),
    "snowfall": ("durante una nevada", "nevada"),
    "fog": ("en la niebla", "niebla"),
    "wind": ("con viento fuerte", "viento fuerte"),
}
LABELS = {"adult": "ejemplar adulto", "juvenile": "cría", "male": "macho", "female": "hembra"}


def quantity(*, count: int, gender: str) -> str:
    """Un, una, dos, varios, varias."""
    if count == 1:
        return "una" if gender == "f" else "un"
    return NUMBERS.get(count, "varios" if gender == "m" else "varias")


def subject(scene: Scene) -> str:
    """Un macho adulto de tigre de Amur; una hembra con dos crías."""
    one, many, gender = SPECIES[scene.scientific_name]
    head = HEADS.get("juvenile" if scene.life_stage == "juvenile" else scene.sex)
    adult = ""
    if head:
        name, gender = head[1 if scene.plural else 0], head[2]
    else:
        name = many if scene.plural else one
    if scene.life_stage == "adult":
        adult = " adulto" if gender == "m" else " adulta"
    text = f"{quantity(count=scene.count, gender=gender)} {name}{adult}"
    if head:
        text += f" de {one}"
    if scene.young:
        text += " con una cría" if scene.young == 1 else f" con {NUMBERS[scene.young]} crías"
    return text


def circumstance(scene: Scene) -> str:
    """Season, hour or weather with its comma, or nothing."""
    if scene.weather:
        return WEATHERS[scene.weather][0] + ","
    if scene.season and scene.daytime:
        return f"{DAYTIMES[scene.daytime][1]} {SEASONS[scene.season]},"
    if scene.season:
        return f"en {SEASONS[scene.season]},"
    return DAYTIMES[scene.daytime][0] + "," if scene.daytime else ""


def place(scene: Scene) -> str:
    """In a place, along it, or what the verb binds."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    if bound or not scene.habitat:
        return bound or ""
    along = bool(scene.behaviour) and BEHAVIOURS[scene.behaviour][2] == "along"
    return HABITATS[scene.habitat][1 if along else 0]


def label(scene: Scene) -> str:
    """Tigre de Amur, hembra, nieve, invierno, noche."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    return listed(
        (
            SPECIES[scene.scientific_name][0] + times,
            "varios ejemplares" if scene.count == 0 else "",
            LABELS.get(scene.life_stage, ""),
            LABELS.get(scene.sex, ""),
            HABITATS[scene.habitat][2] if scene.habitat else "",
            SEASONS.get(scene.season, ""),
            DAYTIMES[scene.daytime][2] if scene.daytime else "",
            WEATHERS[scene.weather][1] if scene.weather else "",
        )
    )


def realise(scene: Scene) -> str:
    """The scene as one Spanish caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return line(("en la imagen:", subject(scene)))
    if scene.frame == "still":
        return line((subject(scene), place(scene)), end="")
    if scene.frame == "camera":
        return line((circumstance(scene), "una cámara trampa grabó", subject(scene), place(scene)))
    verb = BEHAVIOURS[scene.behaviour][1 if scene.plural else 0]
    return line((circumstance(scene), subject(scene), verb, place(scene)))

"""Captions in French: gender of the article; mâle and femelle follow the noun, jeune stands before it."""

from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import line, listed

SPECIES: dict[str, tuple[str, str, str]] = {
    "Panthera tigris altaica": ("tigre de l'Amour", "tigres de l'Amour", "m"),
    "Panthera pardus orientalis": ("léopard de l'Amour", "léopards de l'Amour", "m"),
    "Ursus arctos": ("ours brun", "ours bruns", "m"),
    "Ursus thibetanus": ("ours noir d'Asie", "ours noirs d'Asie", "m"),
    "Sus scrofa": ("sanglier", "sangliers", "m"),
    "Cervus nippon": ("cerf sika", "cerfs sika", "m"),
    "Capreolus pygargus": ("chevreuil de Sibérie", "chevreuils de Sibérie", "m"),
    "Cervus canadensis": ("wapiti", "wapitis", "m"),
    "Naemorhedus caudatus": ("goral à longue queue", "gorals à longue queue", "m"),
    "Moschus moschiferus": ("porte-musc de Sibérie", "porte-muscs de Sibérie", "m"),
    "Lynx lynx": ("lynx boréal", "lynx boréaux", "m"),
    "Prionailurus bengalensis": ("chat-léopard du Bengale", "chats-léopards du Bengale", "m"),
    "Vulpes vulpes": ("renard roux", "renards roux", "m"),
    "Nyctereutes procyonoides": ("chien viverrin", "chiens viverrins", "m"),
    "Meles leucurus": ("blaireau d'Asie", "blaireaux d'Asie", "m"),
    "Martes zibellina": ("zibeline", "zibelines", "f"),
    "Martes flavigula": ("martre à gorge jaune", "martres à gorge jaune", "f"),
    "Mustela sibirica": ("belette de Sibérie", "belettes de Sibérie", "f"),
    "Lutra lutra": ("loutre d'Europe", "loutres d'Europe", "f"),
    "Lepus mandshuricus": ("lièvre de Mandchourie", "lièvres de Mandchourie", "m"),
    "Sciurus vulgaris": ("écureuil roux", "écureuils roux", "m"),
    "Eutamias sibiricus": ("tamia de Sibérie", "tamias de Sibérie", "m"),
    "Canis lupus": ("loup gris", "loups gris", "m"),
    "Cuon alpinus": ("dhole", "dholes", "m"),
    "Aquila chrysaetos": ("aigle royal", "aigles royaux", "m"),
    "Haliaeetus pelagicus": ("pygargue empereur", "pygargues empereurs", "m"),
    "Aegypius monachus": ("vautour moine", "vautours moines", "m"),
    "Ciconia boyciana": ("cigogne orientale", "cigognes orientales", "f"),
    "Tetrastes bonasia": ("gélinotte des bois", "gélinottes des bois", "f"),
    "Phasianus colchicus": ("faisan de Colchide", "faisans de Colchide", "m"),
}
NUMBERS = {2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit", 0: "plusieurs"}
SEX = {"": "", "male": "mâle", "female": "femelle"}
BEHAVIOURS: dict[str, tuple[str, str]] = {
    "walk": ("marche", "marchent"),
    "run": ("court", "courent"),
    "rest": ("se repose", "se reposent"),
    "drink": ("boit de l'eau", "boivent de l'eau"),
    "forage": ("cherche de la nourriture", "cherchent de la nourriture"),
    "hunt": ("chasse", "chassent"),
    "mark": ("marque le territoire", "marquent le territoire"),
    "sniff": ("renifle le sol", "reniflent le sol"),
    "look": ("regarde la caméra", "regardent la caméra"),
    "play": ("joue", "jouent"),
    "stand": ("se tient immobile", "se tiennent immobiles"),
    "carry": ("porte une proie", "portent une proie"),
    "rub": ("se frotte contre un arbre", "se frottent contre un arbre"),
    "dig": ("creuse le sol", "creusent le sol"),
    "climb": ("grimpe à un arbre", "grimpent à un arbre"),
    "cross": ("traverse", "traversent"),
    "swim": ("nage", "nagent"),
    "fly": ("vole", "volent"),
}
HABITATS: dict[str, tuple[str, str]] = {
    "snow": ("dans la neige", "neige"),
    "forest": ("dans la forêt", "forêt"),
    "trail": ("sur un sentier forestier", "sentier forestier"),
    "stream": ("au bord d'un ruisseau", "bord de ruisseau"),
    "river": ("au bord d'une rivière", "bord de rivière"),
    "ridge": ("sur une crête", "crête"),
    "clearing": ("dans une clairière", "clairière"),
    "meadow": ("dans une prairie", "prairie"),
    "wetland": ("dans une zone humide", "zone humide"),
    "valley": ("dans une vallée", "vallée"),
    "road": ("sur une route forestière", "route forestière"),
    "pine": ("dans une forêt de pins de Corée", "forêt de pins de Corée"),
    "oak": ("dans une forêt de chênes", "forêt de chênes"),
    "rocks": ("sur une pente rocheuse", "pente rocheuse"),
}
BOUND = {
    ("cross", "stream"): "un ruisseau",
    ("cross", "road"): "une route forestière",
    ("swim", "river"): "dans une rivière",
    ("fly", "forest"): "au-dessus de la forêt",
    ("fly", "river"): "au-dessus d'une rivière",
    ("fly", "valley"): "au-dessus d'une vallée",
    ("fly", "wetland"): "au-dessus d'une zone humide",
}
SEASONS: dict[str, tuple[str, str, str]] = {
    "spring": ("au printemps", "de printemps", "printemps"),
    "summer": ("en été", "d'été", "été"),
    "autumn": ("en automne", "d'automne", "automne"),
    "winter": ("en hiver", "d'hiver", "hiver"),
}
DAYTIMES: dict[str, tuple[str, str, str]] = {
    "morning": ("le matin", "par un matin", "matin"),
    "day": ("en journée", "par une journée", "jour"),
    "evening": ("le soir", "par un soir", "soir"),
    "night": ("la nuit", "par une nuit", "nuit"),
}
WEATHERS = {
    "rain": ("sous la pluie", "pluie"),
    "snowfall": ("pendant une chute de neige", "chute de neige"),
    "fog": ("dans le brouillard", "brouillard"),
    "wind": ("par vent fort", "vent fort"),
}
LABELS = {"adult": "adulte", "juvenile": "jeune"}


def subject(scene: Scene) -> str:
    """Un tigre de l'Amour mâle adulte; une jeune loutre; un tigre femelle avec deux petits."""
    one, many, gender = SPECIES[scene.scientific_name]
    head = NUMBERS[scene.count] if scene.plural else ("une" if gender == "f" else "un")
    young = ""
    if scene.life_stage == "juvenile":
        young = "jeunes" if scene.plural else "jeune"
    adult = "adulte" if scene.life_stage == "adult" else ""
    family = ""
    if scene.young:
        family = "avec un petit" if scene.young == 1 else f"avec {NUMBERS[scene.young]} petits"
    parts = (head, young, many if scene.plural else one, SEX[scene.sex], adult, family)
    return " ".join(part for part in parts if part)


def circumstance(scene: Scene) -> str:
    """Season, hour or weather with its comma, or nothing."""
    if scene.weather:
        return WEATHERS[scene.weather][0] + ","
    if scene.season and scene.daytime:
        return f"{DAYTIMES[scene.daytime][1]} {SEASONS[scene.season][1]},"
    if scene.season:
        return SEASONS[scene.season][0] + ","
    return DAYTIMES[scene.daytime][0] + "," if scene.daytime else ""


def place(scene: Scene) -> str:
    """Where it happens, as the verb binds it."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    return bound or (HABITATS[scene.habitat][0] if scene.habitat else "")


def label(scene: Scene) -> str:
    """Tigre de l'Amour, femelle, neige, hiver, nuit."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    return listed(
        (
            SPECIES[scene.scientific_name][0] + times,
            "plusieurs individus" if scene.count == 0 else "",
            LABELS.get(scene.life_stage, ""),
            SEX[scene.sex],
            HABITATS[scene.habitat][1] if scene.habitat else "",
            SEASONS[scene.season][2] if scene.season else "",
            DAYTIMES[scene.daytime][2] if scene.daytime else "",
            WEATHERS[scene.weather][1] if scene.weather else "",
        )
    )


def realise(scene: Scene) -> str:
    """The scene as one French caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return line(("à l'image :", subject(scene)))
    if scene.frame == "still":
        return line((subject(scene), place(scene)), end="")
    if scene.frame == "camera":
        return line((circumstance(scene), "un piège photographique a filmé", subject(scene), place(scene)))
    verb = BEHAVIOURS[scene.behaviour][1 if scene.plural else 0]
    return line((circumstance(scene), subject(scene), verb, place(scene)))

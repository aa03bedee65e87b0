"""Captions in English. Simple present; a or an by the sound of the next word."""

from curation.translation.corpus.fauna import ANIMALS
from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import line, listed

SPECIES: dict[str, tuple[str, str]] = {
    "Panthera tigris altaica": ("Amur tiger", "Amur tigers"),
    "Panthera pardus orientalis": ("Amur leopard", "Amur leopards"),
    "Ursus arctos": ("brown bear", "brown bears"),
    "Ursus thibetanus": ("Asiatic black bear", "Asiatic black bears"),
    "Sus scrofa": ("wild boar", "wild boars"),
    "Cervus nippon": ("sika deer", "sika deer"),
    "Capreolus pygargus": ("Siberian roe deer", "Siberian roe deer"),
    "Cervus canadensis": ("wapiti", "wapiti"),
    "Naemorhedus caudatus": ("long-tailed goral", "long-tailed gorals"),
    "Moschus moschiferus": ("Siberian musk deer", "Siberian musk deer"),
    "Lynx lynx": ("Eurasian lynx", "Eurasian lynxes"),
    "Prionailurus bengalensis": ("leopard cat", "leopard cats"),
    "Vulpes vulpes": ("red fox", "red foxes"),
    "Nyctereutes procyonoides": ("raccoon dog", "raccoon dogs"),
    "Meles leucurus": ("Asian badger", "Asian badgers"),
    "Martes zibellina": ("sable", "sables"),
    "Martes flavigula": ("yellow-throated marten", "yellow-throated martens"),
    "Mustela sibirica": ("Siberian weasel", "Siberian weasels"),
    "Lutra lutra": ("Eurasian otter", "Eurasian otters"),
    "Lepus mandshuricus": ("Manchurian hare", "Manchurian hares"),
    "Sciurus vulgaris": ("Eurasian red squirrel", "Eurasian red squirrels"),
    "Eutamias sibiricus": ("Siberian chipmunk", "Siberian chipmunks"),
    "Canis lupus": ("grey wolf", "grey wolves"),
    "Cuon alpinus": ("dhole", "dholes"),
    "Aquila chrysaetos": ("golden eagle", "golden eagles"),
    "Haliaeetus pelagicus": ("Steller's sea eagle", "Steller's sea eagles"),
    "Aegypius monachus": ("cinereous vulture", "cinereous vultures"),
    "Ciconia boyciana": ("Oriental stork", "Oriental storks"),
    "Tetrastes bonasia": ("hazel grouse", "hazel grouse"),
    "Phasianus colchicus": ("common pheasant", "common pheasants"),
}
YOUNG = {"cub": ("cub", "cubs"), "pup": ("pup", "pups"), "fawn": ("fawn", "fawns"), "piglet": ("piglet", "piglets")}
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 0: "several"}
BEHAVIOURS: dict[str, tuple[str, str]] = {
    "walk": ("walks", "walk"),
    "run": ("runs", "run"),
    "rest": ("rests", "rest"),
    "drink": ("drinks", "drink"),
    "forage": ("forages", "forage"),
    "hunt": ("hunts", "hunt"),
    "mark": ("marks territory", "mark territory"),
    "sniff": ("sniffs the ground", "sniff the ground"),
    "look": ("looks at the camera", "look at the camera"),
    "play": ("plays", "play"),
    "stand": ("stands still", "stand still"),
    "carry": ("carries prey", "carry prey"),
    "rub": ("rubs against a tree", "rub against a tree"),
    "dig": ("digs in the ground", "dig in the ground"),
    "climb": ("climbs a tree", "climb a tree"),
    "cross": ("crosses", "cross"),
    "swim": ("swims", "swim"),
    "fly": ("flies", "fly"),
}
HABITATS: dict[str, tuple[str, str]] = {
    "snow": ("in the snow", "snow"),
    "forest": ("in the forest", "forest"),
    "trail": ("on a forest trail", "forest trail"),
    "stream": ("by a stream", "streamside"),
    "river": ("by a river", "riverside"),
    "ridge": ("on a ridge", "ridge"),
    "clearing": ("in a clearing", "clearing"),
    "meadow": ("in a meadow", "meadow"),
    "wetland": ("in a wetland", "wetland"),
    "valley": ("in a valley", "valley"),
    "road": ("on a forest road", "forest road"),
    "pine": ("in a Korean pine forest", "Korean pine forest"),
    "oak": ("in an oak forest", "oak forest"),
    "rocks": ("on a rocky slope", "rocky slope"),
}
BOUND = {
    ("cross", "stream"): "a stream",
    ("cross", "road"): "a forest road",
    ("swim", "river"): "in a river",
    ("fly", "forest"): "over the forest",
    ("fly", "river"): "over a river",
    ("fly", "valley"): "over a valley",
    ("fly", "wetland"): "over a wetland",
}
DAYTIMES = {"morning": "in the morning", "day": "during the day", "evening": "in the evening", "night": "at night"}
WEATHERS = {
    "rain": ("in the rain", "rain"),
    "snowfall": ("in falling snow", "snowfall"),
    "fog": ("in fog", "fog"),
    "wind": ("in strong wind", "strong wind"),
}


def article(noun: str) -> str:
    """The noun with a or an. "Eurasian" begins with the sound of "you"."""
    an = noun[0] in "aeiouAEIOU" and not noun.startswith("Eu")
    return f"{'an' if an else 'a'} {noun}"


def young(scene: Scene, *, count: int) -> str:
    """The word for the young of this species, in the number of `count`."""
    one, many = YOUNG[ANIMALS[scene.scientific_name].young]
    return one if count == 1 else many


def subject(scene: Scene) -> str:
    """An adult male Amur tiger; a female Amur tiger with two cubs."""
    one, many = SPECIES[scene.scientific_name]
    adult = "adult" if scene.life_stage == "adult" else ""
    if scene.life_stage == "juvenile":
        head = f"{one} {young(scene, count=scene.count)}"
    else:
        head = " ".join(part for part in (adult, scene.sex, many if scene.plural else one) if part)
    head = f"{NUMBERS[scene.count]} {head}" if scene.plural else article(head)
    if scene.young:
        number = NUMBERS.get(scene.young, "one")
        head += f" with {number} {young(scene, count=scene.young)}"
    return head


def circumstance(scene: Scene) -> str:
    """Season, hour or weather with its comma, or nothing."""
    if scene.weather:
        return WEATHERS[scene.weather][0] + ","
    if scene.season and scene.daytime:
        return f"on {article(scene.season)} {scene.daytime},"
    if scene.season:
        return f"in {scene.season},"
    return f"{DAYTIMES[scene.daytime]}," if scene.daytime else ""


def place(scene: Scene) -> str:
    """Where it happens, as the behaviour wants it."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    return bound or (HABITATS[scene.habitat][0] if scene.habitat else "")


def label(scene: Scene) -> str:
    """Amur tiger × 2, juvenile, snow, winter, night."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    return listed(
        (
            SPECIES[scene.scientific_name][0] + times,
            "several" if scene.count == 0 else "",
            scene.life_stage,
            scene.sex,
            HABITATS[scene.habitat][1] if scene.habitat else "",
            scene.season,
            scene.daytime,
            WEATHERS[scene.weather][1] if scene.weather else "",
        )
    )


def realise(scene: Scene) -> str:
    """The scene as one English caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return line(("in the frame:", subject(scene)))
    if scene.frame == "still":
        return line((subject(scene), place(scene)), end="")
    if scene.frame == "camera":
        return line((circumstance(scene), "a camera trap recorded", subject(scene), place(scene)))
    verb = BEHAVIOURS[scene.behaviour][scene.plural]
    return line((circumstance(scene), subject(scene), verb, place(scene)))

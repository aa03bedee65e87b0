"""The animals a scene may show and what each of them can be seen doing.

Keyed by the scientific name, as everywhere in Pugmark. The reach is the Northeast China Tiger and Leopard
National Park and its surroundings.
"""

from dataclasses import dataclass

MAMMAL = ("walk", "run", "rest", "drink", "forage", "stand", "look", "sniff", "cross")
BIRD = ("walk", "rest", "drink", "forage", "stand", "look", "fly")
HUNTER = ("hunt", "carry")
CARNIVORE = (*HUNTER, "mark", "play")


@dataclass(frozen=True, kw_only=True)
class Animal:
    """One species: what it may do (behaviour keys), how its young are called (a key, or empty where the
    corpus never speaks of young), and whether several may be counted."""

    behaviours: frozenset[str]
    young: str = ""
    grouped: bool = False


def _animal(*behaviours: str, young: str = "", grouped: bool = False) -> Animal:
    return Animal(behaviours=frozenset(behaviours), young=young, grouped=grouped)


ANIMALS: dict[str, Animal] = {
    "Panthera tigris altaica": _animal(*MAMMAL, *CARNIVORE, "rub", "swim", young="cub", grouped=True),
    "Panthera pardus orientalis": _animal(*MAMMAL, *CARNIVORE, "climb", young="cub", grouped=True),
    "Ursus arctos": _animal(*MAMMAL, "mark", "play", "rub", "dig", "swim", young="cub", grouped=True),
    "Ursus thibetanus": _animal(*MAMMAL, "mark", "play", "rub", "dig", "climb", "swim", young="cub", grouped=True),
    "Sus scrofa": _animal(*MAMMAL, "rub", "dig", "swim", "play", young="piglet", grouped=True),
    "Cervus nippon": _animal(*MAMMAL, "rub", "swim", "play", young="fawn", grouped=True),
    "Capreolus pygargus": _animal(*MAMMAL, "rub", "play", young="fawn", grouped=True),
    "Cervus canadensis": _animal(*MAMMAL, "rub", "swim", young="fawn", grouped=True),
    "Naemorhedus caudatus": _animal(*MAMMAL, grouped=True),
    "Moschus moschiferus": _animal(*MAMMAL),
    "Lynx lynx": _animal(*MAMMAL, *CARNIVORE, "climb", young="cub", grouped=True),
    "Prionailurus bengalensis": _animal(*MAMMAL, *HUNTER, "mark", "climb"),
    "Vulpes vulpes": _animal(*MAMMAL, *CARNIVORE, "dig", young="cub", grouped=True),
    "Nyctereutes procyonoides": _animal(*MAMMAL, "mark", "dig", young="pup", grouped=True),
    "Meles leucurus": _animal(*MAMMAL, "mark", "dig"),
    "Martes zibellina": _animal(*MAMMAL, *HUNTER, "mark", "climb"),
    "Martes flavigula": _animal(*MAMMAL, *HUNTER, "mark", "climb"),
    "Mustela sibirica": _animal(*MAMMAL, *HUNTER, "mark"),
    "Lutra lutra": _animal(*MAMMAL, *CARNIVORE, "swim", young="pup", grouped=True),
    "Lepus mandshuricus": _animal(*MAMMAL, grouped=True),
    "Sciurus vulgaris": _animal(*MAMMAL, "dig", "climb", grouped=True),
    "Eutamias sibiricus": _animal(*MAMMAL, "dig", "climb"),
    "Canis lupus": _animal(*MAMMAL, *CARNIVORE, young="pup", grouped=True),
    "Cuon alpinus": _animal(*MAMMAL, *CARNIVORE, young="pup", grouped=True),
    "Aquila chrysaetos": _animal(*BIRD, *HUNTER, grouped=True),
    "Haliaeetus pelagicus": _animal(*BIRD, *HUNTER),
    "Aegypius monachus": _animal(*BIRD, grouped=True),
    "Ciconia boyciana": _animal(*BIRD, grouped=True),
    "Tetrastes bonasia": _animal(*BIRD),
    "Phasianus colchicus": _animal(*BIRD, grouped=True),
}

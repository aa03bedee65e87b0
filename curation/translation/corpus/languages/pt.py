"""Captions in Portuguese (Brazil): gender of the article and the adjective, por for moving along."""

from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import line, listed

SPECIES: dict[str, tuple[str, str, str]] = {
    "Panthera tigris altaica": ("tigre-de-amur", "tigres-de-amur", "m"),
    "Panthera pardus orientalis": ("leopardo-de-amur", "leopardos-de-amur", "m"),
    "Ursus arctos": ("urso-pardo", "ursos-pardos", "m"),
    "Ursus thibetanus": ("urso-negro-asiático", "ursos-negros-asiáticos", "m"),
    "Sus scrofa": ("javali", "javalis", "m"),
    "Cervus nippon": ("cervo-sika", "cervos-sika", "m"),
    "Capreolus pygargus": ("corço-siberiano", "corços-siberianos", "m"),
    "Cervus canadensis": ("uapiti", "uapitis", "m"),
    "Naemorhedus caudatus": ("goral-de-cauda-longa", "gorais-de-cauda-longa", "m"),
    "Moschus moschiferus": ("cervo-almiscarado-siberiano", "cervos-almiscarados-siberianos", "m"),
    "Lynx lynx": ("lince-euroasiático", "linces-euroasiáticos", "m"),
    "Prionailurus bengalensis": ("gato-leopardo", "gatos-leopardo", "m"),
    "Vulpes vulpes": ("raposa-vermelha", "raposas-vermelhas", "f"),
    "Nyctereutes procyonoides": ("cão-guaxinim", "cães-guaxinim", "m"),
    "Meles leucurus": ("texugo-asiático", "texugos-asiáticos", "m"),
    "Martes zibellina": ("zibelina", "zibelinas", "f"),
    "Martes flavigula": ("marta-de-garganta-amarela", "martas-de-garganta-amarela", "f"),
    "Mustela sibirica": ("doninha-siberiana", "doninhas-siberianas", "f"),
    "Lutra lutra": ("lontra-europeia", "lontras-europeias", "f"),
    "Lepus mandshuricus": ("lebre-da-manchúria", "lebres-da-manchúria", "f"),
    "Sciurus vulgaris": ("esquilo-vermelho", "esquilos-vermelhos", "m"),
    "Eutamias sibiricus": ("tâmia-siberiana", "tâmias-siberianas", "f"),
    "Canis lupus": ("lobo-cinzento", "lobos-cinzentos", "m"),
    "Cuon alpinus": ("cão-selvagem-asiático", "cães-selvagens-asiáticos", "m"),
    "Aquila chrysaetos": ("águia-real", "águias-reais", "f"),
    "Haliaeetus pelagicus": ("pigargo-gigante", "pigargos-gigantes", "m"),
    "Aegypius monachus": ("abutre-preto", "abutres-pretos", "m"),
    "Ciconia boyciana": ("cegonha-oriental", "cegonhas-orientais", "f"),
    "Tetrastes bonasia": ("galinha-do-mato", "galinhas-do-mato", "f"),
    "Phasianus colchicus": ("faisão-comum", "faisões-comuns", "m"),
}
NUMBERS: dict[int, tuple[str, str]] = {
    1: ("um", "uma"), 2: ("dois", "duas"), 3: ("três", "três"), 4: ("quatro", "quatro"), 5: ("cinco", "cinco"),
    6: ("seis", "seis"), 7: ("sete", "sete"), 8: ("oito", "oito"), 0: ("vários", "várias"),
}  # fmt: skip
HEADS = {
    "male": ("macho", "machos", "m"),
    "female": ("fêmea", "fêmeas", "f"),
    "juvenile": ("filhote", "filhotes", "m"),
}
BEHAVIOURS: dict[str, tuple[str, str, str]] = {
    "walk": ("caminha", "caminham", "along"),
    "run": ("corre", "correm", "along"),
    "rest": ("descansa", "descansam", "at"),
    "drink": ("bebe água", "bebem água", "at"),
    "forage": ("procura alimento", "procuram alimento", "at"),
    "hunt": ("caça", "caçam", "at"),
    "mark": ("marca o território", "marcam o território", "at"),
    "sniff": ("fareja o chão", "farejam o chão", "at"),
    "look": ("olha para a câmera", "olham para a câmera", "at"),
    "play": ("brinca", "brincam", "at"),
    "stand": ("permanece imóvel", "permanecem imóveis", "at"),
    "carry": ("carrega uma presa", "carregam uma presa", "at"),
    "rub": ("se esfrega em uma árvore", "se esfregam em uma árvore", "at"),
    "dig": ("escava o chão", "escavam o chão", "at"),
    "climb": ("sobe em uma árvore", "sobem em uma árvore", "at"),
    "cross": ("atravessa", "atravessam", "at"),
    "swim": ("nada", "nadam", "at"),
    "fly": ("voa", "voam", "at"),
}
HABITATS: dict[str, tuple[str, str, str]] = {
    "snow": ("na neve", "pela neve", "neve"),
    "forest": ("na floresta", "pela floresta", "floresta"),
    "trail": ("em uma trilha na floresta", "por uma trilha na floresta", "trilha na floresta"),
    "stream": ("junto a um riacho", "junto a um riacho", "margem de riacho"),
    "river": ("junto a um rio", "junto a um rio", "margem de rio"),
    "ridge": ("em uma crista", "por uma crista", "crista"),
    "clearing": ("em uma clareira", "por uma clareira", "clareira"),
    "meadow": ("em um prado", "por um prado", "prado"),
    "wetland": ("em uma área úmida", "por uma área úmida", "área úmida"),
    "valley": ("em um vale", "por um vale", "vale"),
    "road": ("em uma estrada florestal", "por uma estrada florestal", "estrada florestal"),
    "pine": (
        "em uma floresta de pinheiro-coreano",
        "por uma floresta de pinheiro-coreano",
        "floresta de pinheiro-coreano",
    ),
    "oak": ("em uma floresta de carvalhos", "por uma floresta de carvalhos", "floresta de carvalhos"),
    "rocks": ("em uma encosta rochosa", "por uma encosta rochosa", "encosta rochosa"),
}
BOUND = {
    ("cross", "stream"): "um riacho",
    ("cross", "road"): "uma estrada florestal",
    ("swim", "river"): "em um rio",
    ("fly", "forest"): "sobre a floresta",
    ("fly", "river"): "sobre um rio",
    ("fly", "valley"): "sobre um vale",
    ("fly", "wetland"): "sobre uma área úmida",
}
SEASONS = {
    "spring": ("na primavera", "primavera"),
    "summer": ("no verão", "verão"),
    "autumn": ("no outono", "outono"),
    "winter": ("no inverno", "inverno"),
}
DAYTIMES: dict[str, tuple[str, str, str]] = {
    "morning": ("de manhã", "em uma manhã de", "manhã"),
    "day": ("durante o dia", "em um dia de", "dia"),
    "evening": ("ao entardecer", "em um entardecer de", "entardecer"),
    "night": ("à noite", "em uma noite de", "noite"),
}
WEATHERS = {
    "rain": ("sob a chuva", "chuva"),
    "snowfall": ("durante uma nevada", "nevada"),
    "fog": ("no nevoeiro", "nevoeiro"),
    "wind": ("com vento forte", "vento forte"),
}
LABELS = {"adult": "indivíduo adulto", "juvenile": "filhote", "male": "macho", "female": "fêmea"}


def subject(scene: Scene) -> str:
    """Um macho adulto de tigre-de-amur; uma fêmea com dois filhotes."""
    one, many, gender = SPECIES[scene.scientific_name]
    head = HEADS.get("juvenile" if scene.life_stage == "juvenile" else scene.sex)
    adult = ""
    if head:
        name, gender = head[1 if scene.plural else 0], head[2]
    else:
        name = many if scene.plural else one
    if scene.life_stage == "adult":
        adult = " adulto" if gender == "m" else " adulta"
    text = f"{NUMBERS[scene.count][gender == 'f']} {name}{adult}"
    if head:
        text += f" de {one}"
    if scene.young:
        text += f" com {NUMBERS[scene.young][0]} {'filhote' if scene.young == 1 else 'filhotes'}"
    return text


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
    """In a place, along it, or what the verb binds."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    if bound or not scene.habitat:
        return bound or ""
    along = bool(scene.behaviour) and BEHAVIOURS[scene.behaviour][2] == "along"
    return HABITATS[scene.habitat][1 if along else 0]


def label(scene: Scene) -> str:
    """Tigre-de-amur, fêmea, neve, inverno, noite."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    return listed(
        (
            SPECIES[scene.scientific_name][0] + times,
            "vários indivíduos" if scene.count == 0 else "",
            LABELS.get(scene.life_stage, ""),
            LABELS.get(scene.sex, ""),
            HABITATS[scene.habitat][2] if scene.habitat else "",
            SEASONS[scene.season][1] if scene.season else "",
            DAYTIMES[scene.daytime][2] if scene.daytime else "",
            WEATHERS[scene.weather][1] if scene.weather else "",
        )
    )


def realise(scene: Scene) -> str:
    """The scene as one Portuguese caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return line(("na imagem:", subject(scene)))
    if scene.frame == "still":
        return line((subject(scene), place(scene)), end="")
    if scene.frame == "camera":
        return line((circumstance(scene), "uma armadilha fotográfica registrou", subject(scene), place(scene)))
    verb = BEHAVIOURS[scene.behaviour][1 if scene.plural else 0]
    return line((circumstance(scene), subject(scene), verb, place(scene)))

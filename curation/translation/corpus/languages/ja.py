"""Captions in Japanese: a counter for each animal, the particle by the verb, plain style."""

from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import listed

SPECIES: dict[str, tuple[str, str]] = {
    "Panthera tigris altaica": ("アムールトラ", "頭"),
    "Panthera pardus orientalis": ("アムールヒョウ", "頭"),
    "Ursus arctos": ("ヒグマ", "頭"),
    "Ursus thibetanus": ("ツキノワグマ", "頭"),
    "Sus scrofa": ("イノシシ", "頭"),
    "Cervus nippon": ("ニホンジカ", "頭"),
    "Capreolus pygargus": ("シベリアノロ", "頭"),
    "Cervus canadensis": ("ワピチ", "頭"),
    "Naemorhedus caudatus": ("オナガゴーラル", "頭"),
    "Moschus moschiferus": ("シベリアジャコウジカ", "頭"),
    "Lynx lynx": ("オオヤマネコ", "頭"),
    "Prionailurus bengalensis": ("ベンガルヤマネコ", "匹"),
    "Vulpes vulpes": ("アカギツネ", "匹"),
    "Nyctereutes procyonoides": ("タヌキ", "匹"),
    "Meles leucurus": ("アジアアナグマ", "匹"),
    "Martes zibellina": ("クロテン", "匹"),
    "Martes flavigula": ("キエリテン", "匹"),
    "Mustela sibirica": ("シベリアイタチ", "匹"),
    "Lutra lutra": ("ユーラシアカワウソ", "匹"),
    "Lepus mandshuricus": ("マンシュウノウサギ", "匹"),
    "Sciurus vulgaris": ("キタリス", "匹"),
    "Eutamias sibiricus": ("シマリス", "匹"),
    "Canis lupus": ("ハイイロオオカミ", "頭"),
    "Cuon alpinus": ("ドール", "頭"),
    "Aquila chrysaetos": ("イヌワシ", "羽"),
    "Haliaeetus pelagicus": ("オオワシ", "羽"),
    "Aegypius monachus": ("クロハゲワシ", "羽"),
    "Ciconia boyciana": ("コウノトリ", "羽"),
    "Tetrastes bonasia": ("エゾライチョウ", "羽"),
    "Phasianus colchicus": ("コウライキジ", "羽"),
}
"""Name and counter."""

SEX = {"": "", "male": "オス", "female": "メス"}
STAGE = {"": "", "adult": "成獣", "juvenile": "子ども"}
BEHAVIOURS: dict[str, tuple[str, str]] = {
    "walk": ("歩いている", "を"),
    "run": ("走っている", "を"),
    "rest": ("休んでいる", "で"),
    "drink": ("水を飲んでいる", "で"),
    "forage": ("餌を探している", "で"),
    "hunt": ("狩りをしている", "で"),
    "mark": ("マーキングをしている", "で"),
    "sniff": ("地面のにおいを嗅いでいる", "で"),
    "look": ("カメラを見ている", "で"),
    "play": ("遊んでいる", "で"),
    "stand": ("じっと立っている", "で"),
    "carry": ("獲物をくわえている", "で"),
    "rub": ("木に体をこすりつけている", "で"),
    "dig": ("地面を掘っている", "で"),
    "climb": ("木に登っている", "で"),
    "cross": ("渡っている", ""),
    "swim": ("泳いでいる", ""),
    "fly": ("飛んでいる", ""),
}
HABITATS: dict[str, tuple[str, str]] = {
    "snow": ("雪の中", "雪"),
    "forest": ("森の中", "森"),
    "trail": ("森の小道", "森の小道"),
    "stream": ("小川のほとり", "小川"),
    "river": ("川辺", "川辺"),
    "ridge": ("尾根", "尾根"),
    "clearing": ("森の空き地", "森の空き地"),
    "meadow": ("草地", "草地"),
    "wetland": ("湿地", "湿地"),
    "valley": ("谷", "谷"),
    "road": ("林道", "林道"),
    "pine": ("チョウセンゴヨウの森", "チョウセンゴヨウの森"),
    "oak": ("ナラの森", "ナラの森"),
    "rocks": ("岩の斜面", "岩の斜面"),
}
BOUND = {
    ("cross", "stream"): "小川を",
    ("cross", "road"): "林道を",
    ("swim", "river"): "川で",
    ("fly", "forest"): "森の上を",
    ("fly", "river"): "川の上を",
    ("fly", "valley"): "谷の上を",
    ("fly", "wetland"): "湿地の上を",
}
SEASONS = {"": "", "spring": "春", "summer": "夏", "autumn": "秋", "winter": "冬"}
DAYTIMES = {"": "", "morning": "朝", "day": "昼", "evening": "夕方", "night": "夜"}
WEATHERS = {
    "rain": ("雨の中", "雨"),
    "snowfall": ("雪が降る中", "降雪"),
    "fog": ("霧の中", "霧"),
    "wind": ("強風の中", "強風"),
}


def adult_word(scene: Scene) -> str:
    """A grown bird is 成鳥, a grown mammal 成獣."""
    return "成鳥" if SPECIES[scene.scientific_name][1] == "羽" else STAGE["adult"]


def animal(scene: Scene) -> str:
    """3頭のアムールトラ; a single animal goes uncounted, as captions do."""
    name, counter = SPECIES[scene.scientific_name]
    number = "" if scene.count == 1 else f"{scene.count or '数'}{counter}の"
    stage = f"の{STAGE['juvenile']}" if scene.life_stage == "juvenile" else ""
    if scene.life_stage == "adult":
        stage = f"の{adult_word(scene)}"
    sex = f"の{SEX[scene.sex]}" if scene.sex else ""
    family = f"{scene.young}{counter}の子を連れた" if scene.young else ""
    return f"{family}{number}{name}{stage}{sex}"


def circumstance(scene: Scene) -> str:
    """冬の夜、 or weather, or nothing."""
    if scene.weather:
        return WEATHERS[scene.weather][0] + "、"
    joint = "の" if scene.season and scene.daytime else ""
    when = SEASONS[scene.season] + joint + DAYTIMES[scene.daytime]
    return f"{when}、" if when else ""


def place(scene: Scene) -> str:
    """The place with the particle that the verb asks for."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    if bound or not scene.habitat:
        return bound or ""
    particle = BEHAVIOURS[scene.behaviour][1] if scene.behaviour else "で"
    return HABITATS[scene.habitat][0] + particle


def label(scene: Scene) -> str:
    """アムールトラ、メス、雪、冬、夜."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    return listed(
        (
            SPECIES[scene.scientific_name][0] + times,
            "複数" if scene.count == 0 else "",
            adult_word(scene) if scene.life_stage == "adult" else STAGE[scene.life_stage],
            SEX[scene.sex],
            HABITATS[scene.habitat][1] if scene.habitat else "",
            SEASONS[scene.season],
            DAYTIMES[scene.daytime],
            WEATHERS[scene.weather][1] if scene.weather else "",
        ),
        mark="、",
    )


def realise(scene: Scene) -> str:
    """The scene as one Japanese caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return f"画面内：{animal(scene)}。"
    if scene.frame == "still":
        return f"{HABITATS[scene.habitat][0]}の{animal(scene)}"
    if scene.frame == "camera":
        return f"{circumstance(scene)}{place(scene)}{animal(scene)}が自動撮影カメラに写った。"
    return f"{circumstance(scene)}{animal(scene)}が{place(scene)}{BEHAVIOURS[scene.behaviour][0]}。"

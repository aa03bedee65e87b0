"""Other wordings of the same caption in the two source languages, so that a translation does not hang on a comma."""

import random
import re

from curation.translation.corpus.languages import en, zh_hans
from curation.translation.corpus.scene import Scene

NAMES_ZH: dict[str, tuple[str, ...]] = {
    "Panthera tigris altaica": ("西伯利亚虎", "老虎"),
    "Panthera pardus orientalis": ("远东豹", "豹子"),
    "Ursus thibetanus": ("黑熊",),
    "Cervus nippon": ("花鹿",),
    "Capreolus pygargus": ("狍子", "东方狍"),
    "Cervus canadensis": ("东北马鹿",),
    "Naemorhedus caudatus": ("斑羚",),
    "Moschus moschiferus": ("香獐",),
    "Lynx lynx": ("欧亚猞猁",),
    "Vulpes vulpes": ("红狐", "狐狸"),
    "Nyctereutes procyonoides": ("貉子",),
    "Meles leucurus": ("狗獾",),
    "Mustela sibirica": ("黄鼠狼",),
    "Lutra lutra": ("水獭",),
    "Sciurus vulgaris": ("松鼠",),
    "Eutamias sibiricus": ("花栗鼠",),
    "Canis lupus": ("灰狼",),
    "Phasianus colchicus": ("雉鸡", "野鸡"),
    "Tetrastes bonasia": ("榛鸡",),
}
NAMES_EN: dict[str, tuple[str, ...]] = {
    "Panthera tigris altaica": ("Siberian tiger", "tiger"),
    "Panthera pardus orientalis": ("Far Eastern leopard", "leopard"),
    "Ursus thibetanus": ("Asian black bear", "black bear"),
    "Capreolus pygargus": ("roe deer",),
    "Cervus canadensis": ("Manchurian wapiti", "red deer"),
    "Naemorhedus caudatus": ("goral",),
    "Moschus moschiferus": ("musk deer",),
    "Lynx lynx": ("lynx",),
    "Vulpes vulpes": ("fox",),
    "Meles leucurus": ("badger",),
    "Lutra lutra": ("otter",),
    "Sciurus vulgaris": ("red squirrel", "squirrel"),
    "Eutamias sibiricus": ("chipmunk",),
    "Canis lupus": ("gray wolf", "wolf"),
    "Phasianus colchicus": ("pheasant", "ring-necked pheasant"),
}
PLURALS = {"lynx": "lynxes", "fox": "foxes", "wolf": "wolves", "gray wolf": "gray wolves"}
CATS_ZH = {
    "雌性东北虎": ("雌虎", "母虎"), "雄性东北虎": ("雄虎",), "东北虎幼崽": ("虎崽",),
    "雌性东北豹": ("雌豹", "母豹"), "雄性东北豹": ("雄豹",), "东北豹幼崽": ("豹崽",),
}  # fmt: skip
SEASONS_ZH = {"春季": "春天", "夏季": "夏天", "秋季": "秋天", "冬季": "冬天"}
DAYTIMES_ZH = {"清晨": "早晨", "夜间": "夜晚"}
PLACES_ZH = {"雪地里": "雪地上", "森林里": "林中", "溪边": "小溪边", "湿地里": "湿地中", "山谷里": "山谷中"}
VERBS_ZH = {"行走": "走动", "喝水": "饮水", "嗅闻地面": "闻地面", "看着镜头": "看向镜头", "刨土": "挖土"}
PLACES_EN = {"by a stream": "at a stream", "by a river": "on a river bank", "in a clearing": "in a forest clearing"}
THROUGH = {
    "in the snow": "through the snow", "in the forest": "through the forest",
    "on a forest trail": "along a forest trail", "on a ridge": "along a ridge",
    "on a forest road": "along a forest road", "by a stream": "along a stream",
}  # fmt: skip
CONTINUOUS = {
    "walks": "walking", "runs": "running", "rests": "resting", "drinks": "drinking", "forages": "foraging",
    "hunts": "hunting", "marks territory": "marking territory", "sniffs the ground": "sniffing the ground",
    "looks at": "looking at", "plays": "playing", "stands still": "standing still", "carries prey": "carrying prey",
    "rubs against": "rubbing against", "digs in": "digging in", "climbs a": "climbing a", "crosses": "crossing",
    "swims": "swimming", "flies": "flying",
}  # fmt: skip


def _swap(text: str, table: dict[str, str], *, rng: random.Random, odds: float) -> str:
    for old, new in table.items():
        if old in text and rng.random() < odds:
            text = text.replace(old, new, 1)
    return text


def reworded_zh(text: str, *, scene: Scene, rng: random.Random) -> str:
    """Other names, measure words, seasons, verbs; 正在; figures for numbers; without the full stop."""
    name, measure = zh_hans.SPECIES[scene.scientific_name]
    names = NAMES_ZH.get(scene.scientific_name, ())
    if scene.scientific_name.startswith("Panthera") and rng.random() < 0.2:
        text = _swap(text, {old: rng.choice(new) for old, new in CATS_ZH.items()}, rng=rng, odds=1)
    if names and rng.random() < 0.35:
        text = text.replace(name, rng.choice(names))
    for table in (SEASONS_ZH, DAYTIMES_ZH, PLACES_ZH, VERBS_ZH):
        text = _swap(text, table, rng=rng, odds=0.25)
    if measure == "头" and rng.random() < 0.5:
        text = re.sub("(?<=[一两三四五六七八几])头", "只", text)
    elif scene.scientific_name.startswith("Panthera") and rng.random() < 0.15:
        text = re.sub("(?<=[一两三四五六七八几])只", "头", text)
    if scene.count > 1 and scene.frame != "label" and rng.random() < 0.25:
        text = text.replace(zh_hans.NUMBERS[scene.count], str(scene.count), 1)
    if scene.count == 1 and scene.frame != "label" and rng.random() < 0.2:
        text = re.sub(r"一[只头](?=\D*$)", "", text.replace(f"带着一{measure}", "带着幺"), count=1)
        text = text.replace("带着幺", f"带着一{measure}")
    if scene.behaviour and "正在" not in text and rng.random() < 0.25:
        text = re.sub("在(?=[^，]*$)", "正在", text, count=1)
    if scene.frame == "camera" and rng.random() < 0.3:
        text = text.replace("拍到", "拍到了").replace("红外相机", rng.choice(("红外相机", "野外相机")))
    if scene.season and scene.daytime and scene.frame != "label" and rng.random() < 0.2:
        season, daytime = zh_hans.SEASONS[scene.season], zh_hans.DAYTIMES[scene.daytime]
        text = text.replace(season + daytime, f"{season}的{daytime}")
    if scene.frame == "label" and rng.random() < 0.3:
        text = text.replace("，", rng.choice(("、", " ", ", ")))
    return text.removesuffix("。") if rng.random() < 0.3 else text


def reworded_en(text: str, *, scene: Scene, rng: random.Random) -> str:
    """Other names, the continuous, figures for numbers; without the full stop; American spelling."""
    one, many = en.SPECIES[scene.scientific_name]
    names = NAMES_EN.get(scene.scientific_name, ())
    if rng.random() < 0.1:
        text = text.replace("a female Amur tiger", "a tigress").replace("A female Amur tiger", "A tigress")
    if names and rng.random() < 0.35:
        name = rng.choice(names)
        plural = PLURALS.get(name, name if name.endswith("deer") or "wapiti" in name else name + "s")
        text = text.replace(many, plural) if many in text and scene.plural else text.replace(one, name)
        text = re.sub(rf"\b([Aa])n? {re.escape(name)}", lambda m: _articled(m.group(1), name), text)
        text = text[:1].upper() + text[1:]
    if scene.behaviour and rng.random() < 0.3:
        text = _continuous(text, scene=scene)
    text = _swap(text, THROUGH if scene.behaviour in ("walk", "run") else PLACES_EN, rng=rng, odds=0.3)
    when = en.circumstance(scene)
    if when and scene.frame in ("sentence", "camera") and rng.random() < 0.3:
        rest = text[len(when) + 1 :].removesuffix(".")
        text = f"{rest[:1].upper()}{rest[1:]} {when.removesuffix(',')}."
    if scene.count == 1 and scene.frame == "sentence" and rng.random() < 0.15:
        text = _definite(text, scene=scene)
    if scene.plural and scene.count and scene.frame != "label" and rng.random() < 0.25:
        text = re.sub(rf"\b{en.NUMBERS[scene.count]}\b", str(scene.count), text, count=1, flags=re.IGNORECASE)
    if scene.frame == "camera" and rng.random() < 0.3:
        text = text.replace("recorded", rng.choice(("filmed", "captured", "has recorded")))
    if scene.season == "autumn" and rng.random() < 0.3:
        text = text.replace("an autumn", "a fall").replace("n autumn", "n fall")
    if rng.random() < 0.08:
        text = text.lower()
    return text.removesuffix(".") if rng.random() < 0.3 else text


def _definite(text: str, *, scene: Scene) -> str:
    """The animal with "the": only the first article after the time, which is the animal's own."""
    when = en.circumstance(scene)
    start = len(when) + 1 if when and text.lower().startswith(when.lower()) else 0
    head, rest = text[:start], text[start:]
    return head + re.sub(r"^([Aa])n? ", lambda match: "The " if match.group(1) == "A" else "the ", rest)


def _articled(letter: str, name: str) -> str:
    article = en.article(name).split(" ", 1)[0]
    return f"{letter}{article[1:]} {name}"


def _continuous(text: str, *, scene: Scene) -> str:
    one, many = en.BEHAVIOURS[scene.behaviour]
    key = next(verb for verb in CONTINUOUS if one == verb or one.startswith(verb + " "))
    old = many if scene.plural else one
    new = ("are " if scene.plural else "is ") + one.replace(key, CONTINUOUS[key], 1)
    # the verb is the last such word before the place, never part of a name
    head, found, tail = text.rpartition(f" {old}")
    return f"{head} {new}{tail}" if found else text

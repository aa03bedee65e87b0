"""Captions in Korean: the counter 마리, particles by the final consonant, plain style."""

from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import line, listed

SPECIES: dict[str, str] = {
    "Panthera tigris altaica": "시베리아호랑이",
    "Panthera pardus orientalis": "아무르표범",
    "Ursus arctos": "불곰",
    "Ursus thibetanus": "반달가슴곰",
    "Sus scrofa": "멧돼지",
    "Cervus nippon": "꽃사슴",
    "Capreolus pygargus": "노루",
    "Cervus canadensis": "와피티사슴",
    "Naemorhedus caudatus": "산양",
    "Moschus moschiferus": "사향노루",
    "Lynx lynx": "스라소니",
    "Prionailurus bengalensis": "삵",
    "Vulpes vulpes": "붉은여우",
    "Nyctereutes procyonoides": "너구리",
    "Meles leucurus": "아시아오소리",
    "Martes zibellina": "검은담비",
    "Martes flavigula": "노란목도리담비",
    "Mustela sibirica": "족제비",
    "Lutra lutra": "수달",
    "Lepus mandshuricus": "만주토끼",
    "Sciurus vulgaris": "청설모",
    "Eutamias sibiricus": "다람쥐",
    "Canis lupus": "회색늑대",
    "Cuon alpinus": "승냥이",
    "Aquila chrysaetos": "검독수리",
    "Haliaeetus pelagicus": "참수리",
    "Aegypius monachus": "독수리",
    "Ciconia boyciana": "황새",
    "Tetrastes bonasia": "들꿩",
    "Phasianus colchicus": "꿩",
}
NUMBERS = {
    1: "한", 2: "두", 3: "세", 4: "네", 5: "다섯", 6: "여섯", 7: "일곱", 8: "여덟", 0: "여러",
}  # fmt: skip
SEX = {"": "", "male": "수컷", "female": "암컷"}
STAGE = {"": "", "adult": "성체", "juvenile": "새끼"}
BEHAVIOURS: dict[str, tuple[str, str]] = {
    "walk": ("걷고 있다", "along"),
    "run": ("달리고 있다", "along"),
    "rest": ("쉬고 있다", "at"),
    "drink": ("물을 마시고 있다", "at"),
    "forage": ("먹이를 찾고 있다", "at"),
    "hunt": ("사냥하고 있다", "at"),
    "mark": ("영역 표시를 하고 있다", "at"),
    "sniff": ("땅 냄새를 맡고 있다", "at"),
    "look": ("카메라를 바라보고 있다", "at"),
    "play": ("놀고 있다", "at"),
    "stand": ("가만히 서 있다", "at"),
    "carry": ("먹이를 물고 있다", "at"),
    "rub": ("나무에 몸을 비비고 있다", "at"),
    "dig": ("땅을 파고 있다", "at"),
    "climb": ("나무에 오르고 있다", "at"),
    "cross": ("건너고 있다", "at"),
    "swim": ("헤엄치고 있다", "at"),
    "fly": ("날고 있다", "at"),
}
HABITATS: dict[str, tuple[str, str]] = {
    "snow": ("눈 위", "눈밭"),
    "forest": ("숲속", "숲"),
    "trail": ("숲길", "숲길"),
    "stream": ("개울가", "개울가"),
    "river": ("강가", "강가"),
    "ridge": ("산등성이", "산등성이"),
    "clearing": ("숲속 빈터", "숲속 빈터"),
    "meadow": ("풀밭", "풀밭"),
    "wetland": ("습지", "습지"),
    "valley": ("골짜기", "골짜기"),
    "road": ("임도", "임도"),
    "pine": ("잣나무 숲", "잣나무 숲"),
    "oak": ("참나무 숲", "참나무 숲"),
    "rocks": ("바위 비탈", "바위 비탈"),
}
BOUND = {
    ("cross", "stream"): "개울을",
    ("cross", "road"): "임도를",
    ("swim", "river"): "강에서",
    ("fly", "forest"): "숲 위를",
    ("fly", "river"): "강 위를",
    ("fly", "valley"): "골짜기 위를",
    ("fly", "wetland"): "습지 위를",
}
SEASONS = {"": "", "spring": "봄", "summer": "여름", "autumn": "가을", "winter": "겨울"}
DAYTIMES = {"": "", "morning": "아침", "day": "낮", "evening": "저녁", "night": "밤"}
WEATHERS = {
    "rain": ("빗속에서", "비"),
    "snowfall": ("눈이 내리는 가운데", "눈"),
    "fog": ("안개 속에서", "안개"),
    "wind": ("강한 바람 속에서", "강풍"),
}


def with_object(noun: str) -> str:
    """The noun with 을 or 를, by whether its last syllable closes with a consonant (Unicode Hangul layout)."""
    closed = (ord(noun[-1]) - 0xAC00) % 28 != 0
    return noun + ("을" if closed else "를")


def animal(scene: Scene) -> str:
    """시베리아호랑이 성체 수컷 한 마리, its young before it."""
    stage = STAGE[scene.life_stage]
    words = (SPECIES[scene.scientific_name], stage, SEX[scene.sex], NUMBERS[scene.count], "마리")
    family = f"새끼 {NUMBERS[scene.young]} 마리를 거느린 " if scene.young else ""
    return family + " ".join(word for word in words if word)


def circumstance(scene: Scene) -> str:
    """겨울밤에, 봄에, 빗속에서, or nothing."""
    if scene.weather:
        return WEATHERS[scene.weather][0]
    space = "" if scene.daytime == "night" or not (scene.season and scene.daytime) else " "
    when = SEASONS[scene.season] + space + DAYTIMES[scene.daytime]
    return f"{when}에" if when else ""


def place(scene: Scene) -> str:
    """With 에서 for being there, with 을/를 for moving along it."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    if bound or not scene.habitat:
        return bound or ""
    noun = HABITATS[scene.habitat][0]
    along = bool(scene.behaviour) and BEHAVIOURS[scene.behaviour][1] == "along"
    return with_object(noun) if along else f"{noun}에서"


def label(scene: Scene) -> str:
    """시베리아호랑이, 암컷, 눈밭, 겨울, 밤."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    return listed(
        (
            SPECIES[scene.scientific_name] + times,
            "여러 마리" if scene.count == 0 else "",
            STAGE[scene.life_stage],
            SEX[scene.sex],
            HABITATS[scene.habitat][1] if scene.habitat else "",
            SEASONS[scene.season],
            DAYTIMES[scene.daytime],
            WEATHERS[scene.weather][1] if scene.weather else "",
        )
    )


def realise(scene: Scene) -> str:
    """The scene as one Korean caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return f"화면 속: {animal(scene)}."
    if scene.frame == "still":
        return f"{HABITATS[scene.habitat][0]}의 {animal(scene)}"
    if scene.frame == "camera":
        return line((circumstance(scene), place(scene), f"{animal(scene)}가", "무인 카메라에 찍혔다"))
    return line((circumstance(scene), f"{animal(scene)}가", place(scene), BEHAVIOURS[scene.behaviour][0]))

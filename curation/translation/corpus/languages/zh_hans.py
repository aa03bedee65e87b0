"""Captions in Chinese, simplified. A measure word for each animal; the place before the verb."""

from curation.translation.corpus.scene import Scene
from curation.translation.corpus.sentence import listed

SPECIES: dict[str, tuple[str, str]] = {
    "Panthera tigris altaica": ("东北虎", "只"),
    "Panthera pardus orientalis": ("东北豹", "只"),
    "Ursus arctos": ("棕熊", "头"),
    "Ursus thibetanus": ("亚洲黑熊", "头"),
    "Sus scrofa": ("野猪", "头"),
    "Cervus nippon": ("梅花鹿", "头"),
    "Capreolus pygargus": ("狍", "只"),
    "Cervus canadensis": ("马鹿", "头"),
    "Naemorhedus caudatus": ("长尾斑羚", "只"),
    "Moschus moschiferus": ("原麝", "只"),
    "Lynx lynx": ("猞猁", "只"),
    "Prionailurus bengalensis": ("豹猫", "只"),
    "Vulpes vulpes": ("赤狐", "只"),
    "Nyctereutes procyonoides": ("貉", "只"),
    "Meles leucurus": ("亚洲狗獾", "只"),
    "Martes zibellina": ("紫貂", "只"),
    "Martes flavigula": ("黄喉貂", "只"),
    "Mustela sibirica": ("黄鼬", "只"),
    "Lutra lutra": ("欧亚水獭", "只"),
    "Lepus mandshuricus": ("东北兔", "只"),
    "Sciurus vulgaris": ("北松鼠", "只"),
    "Eutamias sibiricus": ("花鼠", "只"),
    "Canis lupus": ("狼", "只"),
    "Cuon alpinus": ("豺", "只"),
    "Aquila chrysaetos": ("金雕", "只"),
    "Haliaeetus pelagicus": ("虎头海雕", "只"),
    "Aegypius monachus": ("秃鹫", "只"),
    "Ciconia boyciana": ("东方白鹳", "只"),
    "Tetrastes bonasia": ("花尾榛鸡", "只"),
    "Phasianus colchicus": ("环颈雉", "只"),
}
"""Name and measure word."""

NUMBERS = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 0: "几"}
SEX = {"": "", "male": "雄性", "female": "雌性"}
STAGE = {"": "", "adult": "成年", "juvenile": "幼崽"}
BEHAVIOURS: dict[str, tuple[str, str]] = {
    "walk": ("行走", "正在行走"),
    "run": ("奔跑", "正在奔跑"),
    "rest": ("休息", "正在休息"),
    "drink": ("喝水", "正在喝水"),
    "forage": ("觅食", "正在觅食"),
    "hunt": ("捕猎", "正在捕猎"),
    "mark": ("标记领地", "正在标记领地"),
    "sniff": ("嗅闻地面", "正在嗅闻地面"),
    "look": ("看着镜头", "看着镜头"),
    "play": ("玩耍", "正在玩耍"),
    "stand": ("一动不动地站着", "一动不动地站着"),
    "carry": ("叼着猎物", "叼着猎物"),
    "rub": ("蹭树", "正在蹭树"),
    "dig": ("刨土", "正在刨土"),
    "climb": ("爬树", "正在爬树"),
}
"""The verb after a place, and without one."""

HABITATS: dict[str, tuple[str, str]] = {
    "snow": ("雪地里", "雪地"),
    "forest": ("森林里", "森林"),
    "trail": ("林间小路上", "林间小路"),
    "stream": ("溪边", "溪边"),
    "river": ("河边", "河边"),
    "ridge": ("山脊上", "山脊"),
    "clearing": ("林间空地上", "林间空地"),
    "meadow": ("草地上", "草地"),
    "wetland": ("湿地里", "湿地"),
    "valley": ("山谷里", "山谷"),
    "road": ("林区道路上", "林区道路"),
    "pine": ("红松林里", "红松林"),
    "oak": ("柞树林里", "柞树林"),
    "rocks": ("岩石坡上", "岩石坡"),
}
"""The place where something is, and its bare name."""

BOUND = {
    ("cross", "stream"): "穿过小溪",
    ("cross", "road"): "穿过林区道路",
    ("swim", "river"): "在河里游泳",
    ("fly", "forest"): "飞过森林上空",
    ("fly", "river"): "飞过河流上空",
    ("fly", "valley"): "飞过山谷上空",
    ("fly", "wetland"): "飞过湿地上空",
}
SEASONS = {"": "", "spring": "春季", "summer": "夏季", "autumn": "秋季", "winter": "冬季"}
DAYTIMES = {"": "", "morning": "清晨", "day": "白天", "evening": "傍晚", "night": "夜间"}
WEATHERS = {"rain": ("雨中", "雨"), "snowfall": ("降雪时", "降雪"), "fog": ("雾中", "雾"), "wind": ("大风中", "大风")}


def subject(scene: Scene) -> str:
    """一只成年雄性东北虎; a mother keeps her young behind her."""
    name, measure = SPECIES[scene.scientific_name]
    adult = STAGE["adult"] if scene.life_stage == "adult" else ""
    young = STAGE["juvenile"] if scene.life_stage == "juvenile" else ""
    family = f"带着{NUMBERS[scene.young]}{measure}幼崽" if scene.young else ""
    return f"{NUMBERS[scene.count]}{measure}{adult}{SEX[scene.sex]}{name}{young}{family}"


def circumstance(scene: Scene) -> str:
    """Season, hour or weather with its comma, or nothing."""
    when = WEATHERS[scene.weather][0] if scene.weather else SEASONS[scene.season] + DAYTIMES[scene.daytime]
    return f"{when}，" if when else ""


def predicate(scene: Scene) -> str:
    """What the animal does, with its place."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    if bound:
        return bound
    placed, bare = BEHAVIOURS[scene.behaviour]
    return f"在{HABITATS[scene.habitat][0]}{placed}" if scene.habitat else bare


def label(scene: Scene) -> str:
    """东北虎，雌性，雪地，冬季，夜间."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    count = "多只" if scene.count == 0 else ""
    return listed(
        (
            SPECIES[scene.scientific_name][0] + times,
            count,
            STAGE[scene.life_stage],
            SEX[scene.sex],
            HABITATS[scene.habitat][1] if scene.habitat else "",
            SEASONS[scene.season],
            DAYTIMES[scene.daytime],
            WEATHERS[scene.weather][1] if scene.weather else "",
        ),
        mark="，",
    )


def realise(scene: Scene) -> str:
    """The scene as one Chinese caption."""
    if scene.frame == "label":
        return label(scene)
    if scene.frame == "image":
        return f"画面中：{subject(scene)}。"
    if scene.frame == "still":
        return f"{HABITATS[scene.habitat][0]}的{subject(scene)}"
    if scene.frame == "camera":
        place = f"在{HABITATS[scene.habitat][0]}" if scene.habitat else ""
        return f"{circumstance(scene)}红外相机{place}拍到{subject(scene)}。"
    return f"{circumstance(scene)}{subject(scene)}{predicate(scene)}。"

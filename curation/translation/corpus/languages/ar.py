"""Captions in Arabic: the verb first and in the singular, agreeing in gender; the dual; 3 to 10 with the plural.

Subjects stand in the nominative, so that no case ending is visible but the dual's.
"""

from curation.translation.corpus.scene import Scene

SPECIES: dict[str, tuple[str, str, str, str, str]] = {
    "Panthera tigris altaica": ("ببر آمور", "ببرا آمور", "ببور آمور", "ببر آمور", "m"),
    "Panthera pardus orientalis": ("نمر آمور", "نمرا آمور", "نمور آمور", "نمر آمور", "m"),
    "Ursus arctos": ("دب بني", "دبان بنيان", "دببة بنية", "الدب البني", "m"),
    "Ursus thibetanus": (
        "دب أسود آسيوي",
        "دبان أسودان آسيويان",
        "دببة سوداء آسيوية",
        "الدب الأسود الآسيوي",
        "m",
    ),
    "Sus scrofa": ("خنزير بري", "خنزيران بريان", "خنازير برية", "الخنزير البري", "m"),
    "Cervus nippon": ("أيل سيكا", "أيلا سيكا", "أيائل سيكا", "أيل سيكا", "m"),
    "Capreolus pygargus": ("يحمور سيبيري", "يحموران سيبيريان", "يحامير سيبيرية", "اليحمور السيبيري", "m"),
    "Cervus canadensis": ("أيل كندي", "أيلان كنديان", "أيائل كندية", "الأيل الكندي", "m"),
    "Naemorhedus caudatus": (
        "غورال طويل الذيل",
        "غورالان طويلا الذيل",
        "غورالات طويلة الذيل",
        "الغورال الطويل الذيل",
        "m",
    ),
    "Moschus moschiferus": (
        "أيل المسك السيبيري",
        "أيلا المسك السيبيريان",
        "أيائل المسك السيبيرية",
        "أيل المسك السيبيري",
        "m",
    ),
    "Lynx lynx": ("وشق أوراسي", "وشقان أوراسيان", "أوشاق أوراسية", "الوشق الأوراسي", "m"),
    "Prionailurus bengalensis": ("قط نمري", "قطان نمريان", "قطط نمرية", "القط النمري", "m"),
    "Vulpes vulpes": ("ثعلب أحمر", "ثعلبان أحمران", "ثعالب حمراء", "الثعلب الأحمر", "m"),
    "Nyctereutes procyonoides": ("كلب راكون", "كلبا راكون", "كلاب راكون", "كلب الراكون", "m"),
    "Meles leucurus": ("غرير آسيوي", "غريران آسيويان", "غريرات آسيوية", "الغرير الآسيوي", "m"),
    "Martes zibellina": ("سمور", "سموران", "سمامير", "السمور", "m"),
    "Martes flavigula": ("دلق أصفر الحلق", "دلقان أصفرا الحلق", "أدلاق صفراء الحلق", "الدلق الأصفر الحلق", "m"),
    "Mustela sibirica": ("ابن عرس سيبيري", "ابنا عرس سيبيريان", "بنات عرس سيبيرية", "ابن عرس السيبيري", "m"),
    "Lutra lutra": ("قضاعة أوراسية", "قضاعتان أوراسيتان", "قضاعات أوراسية", "القضاعة الأوراسية", "f"),
    "Lepus mandshuricus": (
        "أرنب منشوريا البري",
        "أرنبا منشوريا البريان",
        "أرانب منشوريا البرية",
        "أرنب منشوريا البري",
        "m",
    ),
    "Sciurus vulgaris": ("سنجاب أحمر", "سنجابان أحمران", "سناجب حمراء", "السنجاب الأحمر", "m"),
    "Eutamias sibiricus": (
        "صيدناني سيبيري",
        "صيدنانيان سيبيريان",
        "صيدنانيات سيبيرية",
        "الصيدناني السيبيري",
        "m",
    ),
    "Canis lupus": ("ذئب رمادي", "ذئبان رماديان", "ذئاب رمادية", "الذئب الرمادي", "m"),
    "Cuon alpinus": ("كلب بري آسيوي", "كلبان بريان آسيويان", "كلاب برية آسيوية", "الكلب البري الآسيوي", "m"),
    "Aquila chrysaetos": ("عقاب ذهبية", "عقابان ذهبيتان", "عقبان ذهبية", "العقاب الذهبية", "f"),
    "Haliaeetus pelagicus": (
        "عقاب ستيلر البحرية",
        "عقابا ستيلر البحريتان",
        "عقبان ستيلر البحرية",
        "عقاب ستيلر البحرية",
        "f",
    ),
    "Aegypius monachus": ("نسر أسود", "نسران أسودان", "نسور سوداء", "النسر الأسود", "m"),
    "Ciconia boyciana": ("لقلق شرقي", "لقلقان شرقيان", "لقالق شرقية", "اللقلق الشرقي", "m"),
    "Tetrastes bonasia": ("طيهوج البندق", "طيهوجا البندق", "طياهيج البندق", "طيهوج البندق", "m"),
    "Phasianus colchicus": ("تدرج شائع", "تدرجان شائعان", "تدارج شائعة", "التدرج الشائع", "m"),
}
"""Indefinite singular, dual, plural after 3 to 10, definite singular, gender."""

NUMBERS = {
    "m": {3: "ثلاثة", 4: "أربعة", 5: "خمسة", 6: "ستة", 7: "سبعة", 8: "ثمانية", 0: "عدة"},
    "f": {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثماني", 0: "عدة"},
}
"""The number takes the other gender's form than the thing counted; keyed by the thing's gender."""

WITH_YOUNG = {1: "مع صغيرها", 2: "مع صغيرين", 3: "مع ثلاثة صغار", 4: "مع أربعة صغار"}
BEHAVIOURS: dict[str, tuple[str, str, str]] = {
    "walk": ("يمشي", "تمشي", ""),
    "run": ("يركض", "تركض", ""),
    "rest": ("يستريح", "تستريح", ""),
    "drink": ("يشرب", "تشرب", "الماء"),
    "forage": ("يبحث", "تبحث", "عن الطعام"),
    "hunt": ("يصطاد", "تصطاد", ""),
    "mark": ("يضع", "تضع", "علامات على المنطقة"),
    "sniff": ("يشم", "تشم", "الأرض"),
    "look": ("ينظر", "تنظر", "إلى الكاميرا"),
    "play": ("يلعب", "تلعب", ""),
    "stand": ("يقف", "تقف", "بلا حراك"),
    "carry": ("يحمل", "تحمل", "فريسة"),
    "rub": ("يحتك", "تحتك", "بشجرة"),
    "dig": ("يحفر", "تحفر", "الأرض"),
    "climb": ("يتسلق", "تتسلق", "شجرة"),
    "cross": ("يعبر", "تعبر", ""),
    "swim": ("يسبح", "تسبح", ""),
    "fly": ("يطير", "تطير", ""),
}
HABITATS: dict[str, tuple[str, str]] = {
    "snow": ("في الثلج", "ثلج"),
    "forest": ("في الغابة", "غابة"),
    "trail": ("على درب في الغابة", "درب في الغابة"),
    "stream": ("بجانب جدول", "ضفة جدول"),
    "river": ("بجانب نهر", "ضفة نهر"),
    "ridge": ("على قمة تل", "قمة تل"),
    "clearing": ("في فسحة في الغابة", "فسحة في الغابة"),
    "meadow": ("في مرج", "مرج"),
    "wetland": ("في أرض رطبة", "أرض رطبة"),
    "valley": ("في وادٍ", "وادٍ"),
    "road": ("على طريق في الغابة", "طريق في الغابة"),
    "pine": ("في غابة صنوبر كوري", "غابة صنوبر كوري"),
    "oak": ("في غابة بلوط", "غابة بلوط"),
    "rocks": ("على منحدر صخري", "منحدر صخري"),
}
BOUND = {
    ("cross", "stream"): "جدولاً",
    ("cross", "road"): "طريقاً في الغابة",
    ("swim", "river"): "في نهر",
    ("fly", "forest"): "فوق الغابة",
    ("fly", "river"): "فوق نهر",
    ("fly", "valley"): "فوق وادٍ",
    ("fly", "wetland"): "فوق أرض رطبة",
}
SEASONS: dict[str, tuple[str, str, str]] = {
    "spring": ("في الربيع", "ربيعي", "ربيع"),
    "summer": ("في الصيف", "صيفي", "صيف"),
    "autumn": ("في الخريف", "خريفي", "خريف"),
    "winter": ("في الشتاء", "شتوي", "شتاء"),
}
DAYTIMES: dict[str, tuple[str, str, str]] = {
    "morning": ("في الصباح", "في صباح", "صباح"),
    "day": ("في النهار", "في نهار", "نهار"),
    "evening": ("في المساء", "في مساء", "مساء"),
    "night": ("في الليل", "في ليلة", "ليل"),
}
WEATHERS = {
    "rain": ("تحت المطر", "مطر"),
    "snowfall": ("أثناء تساقط الثلج", "تساقط الثلج"),
    "fog": ("في الضباب", "ضباب"),
    "wind": ("وسط رياح قوية", "رياح قوية"),
}
SEX = {"": "", "male": "ذكر", "female": "أنثى"}
STAGE = {"": "", "adult": "بالغ", "juvenile": "صغير"}


def subject(scene: Scene) -> tuple[str, str]:
    """The noun phrase and the gender that its verb takes."""
    one, two, many, definite, gender = SPECIES[scene.scientific_name]
    if scene.life_stage == "juvenile":
        heads = {1: "صغير من", 2: "صغيران من", 0: "عدة صغار من"}
        head = heads.get(scene.count) or f"{NUMBERS['m'][scene.count]} صغار من"
        return f"{head} {definite}", "m" if scene.count in (1, 2) else "f"
    if scene.plural:
        counted = two if scene.count == 2 else f"{NUMBERS[gender][scene.count]} {many}"
        return counted, gender if scene.count == 2 else "f"
    if not scene.sex:
        adult = {"m": " بالغ", "f": " بالغة"}[gender] if scene.life_stage == "adult" else ""
        return one + adult, gender
    adult = {"male": " بالغ", "female": " بالغة"}[scene.sex] if scene.life_stage == "adult" else ""
    text = f"{SEX[scene.sex]}{adult} من {definite}"
    if scene.young:
        text += f" {WITH_YOUNG[scene.young]}"
    return text, "m" if scene.sex == "male" else "f"


def circumstance(scene: Scene) -> str:
    """Season, hour or weather with the Arabic comma, or nothing."""
    if scene.weather:
        return WEATHERS[scene.weather][0] + "،"
    if scene.season and scene.daytime:
        feminine = "ة" if scene.daytime == "night" else ""
        return f"{DAYTIMES[scene.daytime][1]} {SEASONS[scene.season][1]}{feminine}،"
    if scene.season:
        return SEASONS[scene.season][0] + "،"
    return DAYTIMES[scene.daytime][0] + "،" if scene.daytime else ""


def place(scene: Scene) -> str:
    """Where it happens, as the verb binds it."""
    bound = BOUND.get((scene.behaviour, scene.habitat))
    return bound or (HABITATS[scene.habitat][0] if scene.habitat else "")


def label(scene: Scene) -> str:
    """ببر آمور، أنثى، ثلج، شتاء، ليل."""
    times = f" × {scene.count}" if scene.count > 1 else ""
    parts = (
        SPECIES[scene.scientific_name][0] + times,
        "عدة أفراد" if scene.count == 0 else "",
        STAGE[scene.life_stage],
        SEX[scene.sex],
        HABITATS[scene.habitat][1] if scene.habitat else "",
        SEASONS[scene.season][2] if scene.season else "",
        DAYTIMES[scene.daytime][2] if scene.daytime else "",
        WEATHERS[scene.weather][1] if scene.weather else "",
    )
    return "، ".join(part for part in parts if part)


def realise(scene: Scene) -> str:
    """The scene as one Arabic caption."""
    if scene.frame == "label":
        return label(scene)
    noun, gender = subject(scene)
    if scene.frame == "image":
        return f"في الصورة: {noun}."
    if scene.frame == "still":
        return f"{noun} {place(scene)}"
    if scene.frame == "camera":
        verb = "تظهر" if gender == "f" else "يظهر"
        parts: tuple[str, ...] = (circumstance(scene), verb, noun, "أمام كاميرا المراقبة", place(scene))
    else:
        masculine, feminine, rest = BEHAVIOURS[scene.behaviour]
        parts = (circumstance(scene), feminine if gender == "f" else masculine, noun, rest, place(scene))
    return " ".join(part for part in parts if part) + "."

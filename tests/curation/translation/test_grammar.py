"""Hand-written captions in every language: inflection, gender, agreement, counters, word order."""

import pytest

from curation.translation.corpus import SEVERAL, Scene, realise

TIGER, BEAR, DEER, OTTER, FOX = (
    "Panthera tigris altaica",
    "Ursus arctos",
    "Capreolus pygargus",
    "Lutra lutra",
    "Vulpes vulpes",
)

WALK = Scene(scientific_name=TIGER, behaviour="walk", habitat="snow")
FAMILY = Scene(
    scientific_name=TIGER, sex="female", young=2, behaviour="mark", habitat="pine", season="winter", daytime="night"
)
TWO_BEARS = Scene(scientific_name=BEAR, count=2, behaviour="swim", habitat="river", season="summer")
FIVE_DEER = Scene(scientific_name=DEER, count=5, behaviour="run", habitat="meadow", daytime="morning")
CAMERA = Scene(scientific_name=FOX, frame="camera", habitat="forest", weather="fog")
CUBS = Scene(scientific_name=OTTER, count=3, life_stage="juvenile", behaviour="play", habitat="stream")
LABEL = Scene(scientific_name=TIGER, count=2, frame="label", habitat="ridge", season="autumn", daytime="evening")
GROWN = Scene(scientific_name=OTTER, life_stage="adult", frame="still", habitat="rocks")
SOME = Scene(scientific_name=FOX, count=SEVERAL, behaviour="look", habitat="road")

EXPECTED = [
    (WALK, "zh-Hans", "一只东北虎在雪地里行走。"),
    (WALK, "en", "An Amur tiger walks in the snow."),
    (WALK, "ru", "Амурский тигр идёт по снегу."),
    (WALK, "ko", "시베리아호랑이 한 마리가 눈 위를 걷고 있다."),
    (WALK, "ja", "アムールトラが雪の中を歩いている。"),
    (WALK, "es", "Un tigre de Amur camina por la nieve."),
    (WALK, "fr", "Un tigre de l'Amour marche dans la neige."),
    (WALK, "de", "Ein Amurtiger läuft durch den Schnee."),
    (WALK, "ar", "يمشي ببر آمور في الثلج."),
    (WALK, "pt", "Um tigre-de-amur caminha pela neve."),
    (WALK, "mn", "Амарын бар цасан дээгүүр алхаж байна."),
    (FAMILY, "zh-Hans", "冬季夜间，一只雌性东北虎带着两只幼崽在红松林里标记领地。"),
    (FAMILY, "en", "On a winter night, a female Amur tiger with two cubs marks territory in a Korean pine forest."),
    (FAMILY, "ru", "Зимней ночью самка амурского тигра с двумя детёнышами метит территорию в кедровом лесу."),
    (
        FAMILY,
        "ko",
        "겨울밤에 새끼 두 마리를 거느린 시베리아호랑이 암컷 한 마리가 잣나무 숲에서 영역 표시를 하고 있다.",
    ),
    (FAMILY, "ja", "冬の夜、2頭の子を連れたアムールトラのメスがチョウセンゴヨウの森でマーキングをしている。"),
    (
        FAMILY,
        "de",
        "In einer Winternacht markiert ein weiblicher Amurtiger mit zwei Jungtieren "
        "in einem Koreakiefernwald das Revier.",
    ),
    (FAMILY, "ar", "في ليلة شتوية، تضع أنثى من ببر آمور مع صغيرين علامات على المنطقة في غابة صنوبر كوري."),
    (FAMILY, "mn", "Өвлийн шөнө хоёр зулзагатай эмэгчин Амарын бар хуш модны ойд нутгаа тэмдэглэж байна."),
    (TWO_BEARS, "ru", "Летом два бурых медведя плывут по реке."),
    (TWO_BEARS, "fr", "En été, deux ours bruns nagent dans une rivière."),
    (TWO_BEARS, "ar", "في الصيف، يسبح دبان بنيان في نهر."),
    (TWO_BEARS, "ja", "夏、2頭のヒグマが川で泳いでいる。"),
    (FIVE_DEER, "zh-Hans", "清晨，五只狍在草地上奔跑。"),
    (FIVE_DEER, "ru", "Утром пять сибирских косуль бегут по лугу."),
    (FIVE_DEER, "de", "Am Morgen rennen fünf Sibirische Rehe über eine Wiese."),
    (FIVE_DEER, "ar", "في الصباح، تركض خمسة يحامير سيبيرية في مرج."),
    (FIVE_DEER, "pt", "De manhã, cinco corços-siberianos correm por um prado."),
    (CAMERA, "en", "In fog, a camera trap recorded a red fox in the forest."),
    (CAMERA, "ru", "В тумане фотоловушка сняла обыкновенную лисицу в лесу."),
    (CAMERA, "de", "Im Nebel erscheint im Wald ein Rotfuchs vor einer Wildkamera."),
    (CAMERA, "es", "En la niebla, una cámara trampa grabó un zorro rojo en el bosque."),
    (CAMERA, "pt", "No nevoeiro, uma armadilha fotográfica registrou uma raposa-vermelha na floresta."),
    (CUBS, "es", "Tres crías de nutria europea juegan junto a un arroyo."),
    (CUBS, "fr", "Trois jeunes loutres d'Europe jouent au bord d'un ruisseau."),
    (CUBS, "ar", "تلعب ثلاثة صغار من القضاعة الأوراسية بجانب جدول."),
    (CUBS, "ko", "수달 새끼 세 마리가 개울가에서 놀고 있다."),
    (LABEL, "zh-Hans", "东北虎 × 2，山脊，秋季，傍晚"),
    (LABEL, "en", "Amur tiger × 2, ridge, autumn, evening"),
    (LABEL, "de", "Amurtiger × 2, Bergrücken, Herbst, Abend"),
    (GROWN, "en", "An adult Eurasian otter on a rocky slope"),
    (GROWN, "ru", "Взрослая речная выдра на каменистом склоне"),
    (GROWN, "es", "Una nutria europea adulta en una ladera rocosa"),
    (GROWN, "de", "Ein ausgewachsener Eurasischer Fischotter an einem Felshang"),
    (GROWN, "ar", "قضاعة أوراسية بالغة على منحدر صخري"),
    (SOME, "es", "Varios zorros rojos miran a la cámara en una pista forestal."),
    (SOME, "pt", "Várias raposas-vermelhas olham para a câmera em uma estrada florestal."),
    (SOME, "ru", "Несколько обыкновенных лисиц смотрят в камеру на лесной дороге."),
    (SOME, "fr", "Plusieurs renards roux regardent la caméra sur une route forestière."),
]


@pytest.mark.parametrize(("scene", "language", "expected"), EXPECTED)
def test_a_scene_is_told_as_a_person_would_write_it(scene: Scene, language: str, expected: str) -> None:
    assert realise(scene, language=language) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "Сибирская косуля пьёт воду."),
        (2, "Две сибирские косули пьют воду."),
        (4, "Четыре сибирские косули пьют воду."),
        (5, "Пять сибирских косуль пьют воду."),
    ],
)
def test_russian_numbers_govern_their_nouns(count: int, expected: str) -> None:
    scene = Scene(scientific_name=DEER, count=count, behaviour="drink")
    assert realise(scene, language="ru") == expected


def test_korean_chooses_the_object_particle_by_the_last_sound() -> None:
    road = Scene(scientific_name=TIGER, behaviour="cross", habitat="road")
    stream = Scene(scientific_name=TIGER, behaviour="cross", habitat="stream")
    assert "임도를" in realise(road, language="ko")
    assert "개울을" in realise(stream, language="ko")


def test_english_articles_follow_the_sound() -> None:
    otter = Scene(scientific_name=OTTER, frame="image")
    tiger = Scene(scientific_name=TIGER, frame="image")
    assert realise(otter, language="en") == "In the frame: a Eurasian otter."
    assert realise(tiger, language="en") == "In the frame: an Amur tiger."

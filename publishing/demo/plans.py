"""What the demo holds, as data: scenes, clips with captions, channels, campaigns, posts and partners.

Captions are told as scenes of the translation corpus, so that their Chinese is what the shipped model has learnt. The
words of posts stand in words.json, by clip and language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from curation.scenery import SceneSpec, catalogue
from curation.translation.corpus.languages.zh_hans import realise
from curation.translation.corpus.scene import Scene

SOURCE = "zh-Hans"
TIGER, LEOPARD, SIKA = "Panthera tigris altaica", "Panthera pardus orientalis", "Cervus nippon"
Stage = Literal["published", "due", "scheduled", "in_review", "draft"]


@dataclass(frozen=True)
class Caption:
    """One cue of a clip, in seconds of the clip."""

    start: float
    end: float
    scene: Scene

    @property
    def text(self) -> str:
        """The cue in Chinese."""
        return realise(self.scene)


@dataclass(frozen=True)
class Cut:
    """A stretch of a scene, named by its `SceneSpec.name`, in seconds."""

    scene: str
    start: float
    end: float


@dataclass(frozen=True)
class ClipPlan:
    """A clip: `approved` are the languages that somebody has read, `machine` those that wait for it.

    `renditions` are (shape, burnt language or "") beside the clean 16:9 that posts need.
    """

    key: str
    title: str
    cuts: tuple[Cut, ...]
    captions: tuple[Caption, ...]
    approved: tuple[str, ...]
    machine: tuple[str, ...] = ()
    renditions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ChannelPlan:
    """A sandbox channel with the zone and languages of its audience."""

    key: str
    name: str
    time_zone: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class CampaignPlan:
    """Posts that belong together; `first` and `last` are days from today."""

    key: str
    name: str
    slug: str
    colour: str
    link: str
    first: int
    last: int
    note: str = ""


@dataclass(frozen=True)
class PostPlan:
    """A post: `days` from today at `clock` (HH:MM) in the zone of its first channel; `targets` are (channel, language).

    `campaign` is a `CampaignPlan.key`.

    A post that is `due` goes out `SOON` after the demo is made, whatever its clock says.
    """

    clip: str
    title: str
    stage: Stage
    targets: tuple[tuple[str, str], ...]
    days: int = 0
    clock: str = "19:00"
    campaign: str = ""


@dataclass(frozen=True)
class PartnerPlan:
    """A partner organisation and its agreement; `days` is how long from today it holds."""

    name: str
    country: str
    contact: str
    agreement: str
    use: str
    clips: tuple[str, ...]
    days: int
    credit: str


@dataclass(frozen=True)
class DossierPlan:
    """A known animal: `names` are (language, name), `pictures` are (scene, seconds, side)."""

    code: str
    species: str
    sex: str
    born: str
    names: tuple[tuple[str, str], ...]
    scenes: tuple[str, ...]
    pictures: tuple[tuple[str, float, str], ...]
    marks: str = ""


@dataclass(frozen=True)
class Plan:
    """All of it."""

    scenes: tuple[SceneSpec, ...]
    clips: tuple[ClipPlan, ...]
    channels: tuple[ChannelPlan, ...]
    posts: tuple[PostPlan, ...]
    partners: tuple[PartnerPlan, ...]
    dossiers: tuple[DossierPlan, ...] = ()
    campaigns: tuple[CampaignPlan, ...] = ()
    house_tags: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (language, hashtags without #)


@cache
def _words() -> dict[str, dict[str, str]]:
    return json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))


def words(clip: str, language: str) -> str:
    """The text of a post about a clip. Raises KeyError for a language that nobody wrote it in."""
    return _words()[clip][language]


CLIPS = (
    ClipPlan(
        key="tigress",
        title="雪中的东北虎母子 · Tigress with cubs in the snow",
        cuts=(Cut("tigress with cubs in falling snow", 1.6, 9.2),),
        captions=(
            Caption(
                0.2, 3.5,
                Scene(scientific_name=TIGER, sex="female", young=2, behaviour="walk", habitat="snow", season="winter",
                      daytime="night"),
            ),
            Caption(
                3.7, 7.4,
                Scene(scientific_name=TIGER, count=2, life_stage="juvenile", behaviour="walk", habitat="snow"),
            ),
        ),
        approved=("en", "ru", "ko", "ja", "es", "fr", "de"),
        machine=("pt", "mn", "ar"),
        renditions=(("16:9", "zh-Hans"), ("9:16", "en")),
    ),
    ClipPlan(
        key="leopard",
        title="山脊上的东北豹 · Leopard on the ridge",
        cuts=(Cut("leopard on a ridge", 1.6, 8.4),),
        captions=(
            Caption(
                0.2, 2.7,
                Scene(scientific_name=LEOPARD, sex="male", behaviour="walk", habitat="ridge", season="autumn",
                      daytime="day"),
            ),
            Caption(2.9, 6.4, Scene(scientific_name=LEOPARD, behaviour="look")),
        ),
        approved=("en", "ru", "ko", "ja", "es", "fr"),
        machine=("de", "pt"),
        renditions=(("16:9", "ko"),),
    ),
    ClipPlan(
        key="autumn",
        title="秋日清晨 · An autumn morning",
        cuts=(Cut("sika stag and hind meet", 1.8, 7.2), Cut("tiger in autumn forest", 2.4, 6.8)),
        captions=(
            Caption(
                0.3, 5.1,
                Scene(scientific_name=SIKA, count=2, behaviour="stand", habitat="meadow", season="autumn",
                      daytime="morning"),
            ),
            Caption(
                5.6, 9.6,
                Scene(scientific_name=TIGER, sex="male", behaviour="walk", habitat="forest", season="autumn",
                      daytime="morning"),
            ),
        ),
        approved=("en", "ru", "ko", "ja", "es", "fr", "de"),
        machine=("ar",),
    ),
)  # fmt: skip

CHANNELS = (
    ChannelPlan("home", "演示 · 虎豹公园", "Asia/Shanghai", ("zh-Hans",)),
    ChannelPlan("europe", "Demo · Tiger & Leopard Europe", "Europe/Berlin", ("en", "de", "fr", "es", "ru")),
    ChannelPlan("asia", "Demo · Tiger & Leopard Asia", "Asia/Seoul", ("ko", "ja")),
)

CAMPAIGNS = (
    CampaignPlan(
        "snow", "雪中虎踪（演示）· Tigers in the snow", "demo-tigers-in-the-snow", "#b4541a", "https://park.example/tigers",
        first=-7, last=21, note="演示用的宣传活动，随演示内容一起移除。 · Made for the demo; goes when it is removed.",
    ),
)  # fmt: skip
HOUSE_TAGS = (
    ("zh-Hans", ("东北虎豹国家公园", "看见虎豹")),
    ("en", ("TigerLeopardPark", "AmurTiger")),
    ("ru", ("ПаркТиграИЛеопарда",)),
    ("ko", ("호랑이표범국립공원",)),
    ("ja", ("トラヒョウ国立公園",)),
)

POSTS = (
    PostPlan("autumn", "秋日清晨 · 预告", "published", (("home", "zh-Hans"),), days=-17, clock="08:00"),
    PostPlan(
        "leopard", "山脊上的东北豹", "published",
        (("home", "zh-Hans"), ("europe", "en"), ("europe", "fr"), ("asia", "ko")), days=-9, clock="12:30",
    ),
    PostPlan(
        "tigress", "雪中的东北虎母子", "published", (("home", "zh-Hans"), ("europe", "en"), ("asia", "ja")),
        days=-2, clock="18:30", campaign="snow",
    ),
    PostPlan("autumn", "秋日清晨", "due", (("home", "zh-Hans"), ("europe", "en"), ("asia", "ko"))),
    PostPlan("leopard", "Leopard, for Spain", "scheduled", (("europe", "es"), ("europe", "ru")), days=2, clock="18:00"),
    PostPlan("autumn", "An autumn morning, for Japan", "scheduled", (("asia", "ja"),), days=5, clock="12:00"),
    PostPlan(
        "tigress", "雪中的东北虎母子 · 重播", "scheduled", (("home", "zh-Hans"), ("europe", "de")), days=7,
        campaign="snow",
    ),
    PostPlan(
        "tigress", "Tigress, for Russia and France", "in_review", (("europe", "ru"), ("europe", "fr")), campaign="snow",
    ),
    PostPlan("leopard", "东北豹 · 日文版", "draft", (("asia", "ja"),)),
)  # fmt: skip

PARTNERS = (
    PartnerPlan(
        "Museum für Waldtiere (demo)", "DE", "Lena Hartwig", "Exhibition loop 2026", "education", ("tigress", "autumn"),
        365, "Northeast China Tiger and Leopard National Park / Jishi Media",
    ),
    PartnerPlan(
        "Haneul School Television (demo)", "KR", "Seo Jiwon", "School programme, autumn term", "broadcast",
        ("leopard",), 120, "Northeast China Tiger and Leopard National Park / Jishi Media",
    ),
)  # fmt: skip


DOSSIERS = (
    DossierPlan(
        "DEMO-T1", TIGER, "female", "2019",
        (("zh-Hans", "雪儿"), ("en", "Snowdrift"), ("ru", "Метелица"), ("ko", "눈송이"), ("ja", "ゆき")),
        ("tigress with cubs in falling snow", "tiger on the stream bank"),
        (("tigress with cubs in falling snow", 4.6, "right"), ("tiger on the stream bank", 5.2, "right")),
        marks="东北虎，左后腿内侧三道短纹 · three short bars inside the left hind leg",
    ),
    DossierPlan(
        "DEMO-T2", TIGER, "male", "2020-06",
        (("zh-Hans", "橡山"), ("en", "Oakheart"), ("ru", "Дубрава"), ("de", "Eichenherz")),
        ("tiger in autumn forest", "tiger stops and looks at night"),
        (("tiger in autumn forest", 4.2, "right"), ("tiger stops and looks at night", 4.8, "left")),
    ),
    DossierPlan(
        "DEMO-L1", LEOPARD, "female", "2021",
        (("zh-Hans", "柳叶"), ("en", "Willow"), ("ru", "Ива"), ("fr", "Saule")),
        ("leopard with a cub in snow", "leopard passes at night"),
        (("leopard with a cub in snow", 3.9, "left"), ("leopard passes at night", 3.6, "right")),
    ),
    DossierPlan(
        "DEMO-L2", LEOPARD, "male", "",
        (("zh-Hans", "山风"), ("en", "Ridgewind"), ("es", "Viento")),
        ("leopard on a ridge",),
        (("leopard on a ridge", 4.4, "left"),),
    ),
)  # fmt: skip


def full() -> Plan:
    """The demo of a first start."""
    return Plan(catalogue(), CLIPS, CHANNELS, POSTS, PARTNERS, DOSSIERS, CAMPAIGNS, HOUSE_TAGS)

"""The demo in small: two short scenes, one clip, one past post and one that waits."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from curation.scenery import SceneSpec, catalogue
from curation.translation.corpus.scene import Scene
from publishing.demo.plans import (
    CampaignPlan,
    Caption,
    ChannelPlan,
    ClipPlan,
    Cut,
    DossierPlan,
    PartnerPlan,
    Plan,
    PostPlan,
)

LEOPARD = "Panthera pardus orientalis"


def _short(name: str) -> SceneSpec:
    spec = next(spec for spec in catalogue() if spec.name == name)
    return dataclasses.replace(spec, duration=2.0, width=320, height=180, frame_rate=8, sound=False)


def small() -> Plan:
    clip = ClipPlan(
        key="leopard",
        title="Leopard",
        cuts=(Cut("leopard on a ridge", 0.0, 1.8),),
        captions=(Caption(0.1, 1.6, Scene(scientific_name=LEOPARD, behaviour="look")),),
        approved=("en",),
    )
    home = (("home", "zh-Hans"),)
    return Plan(
        scenes=(_short("leopard on a ridge"), _short("only grass at night")),
        clips=(clip,),
        channels=(ChannelPlan("home", "Demo channel", "Asia/Shanghai", ("zh-Hans",)),),
        posts=(
            PostPlan("leopard", "Past", "published", home, days=-3, clock="12:00"),
            PostPlan("leopard", "Next", "due", home, campaign="ridge"),
            PostPlan("leopard", "Waits", "in_review", home),
        ),
        partners=(PartnerPlan("A demo museum", "DE", "Nobody", "Loop", "education", ("leopard",), 30, "Park"),),
        dossiers=(
            DossierPlan(
                "DEMO-L2", LEOPARD, "male", "2020", (("en", "Ridgewind"), ("zh-Hans", "山风")),
                ("leopard on a ridge", "not drawn here"), (("leopard on a ridge", 1.0, "left"),),
            ),
        ),
        campaigns=(CampaignPlan("ridge", "Ridges (demo)", "demo-ridges", "#b4541a", "", first=-7, last=7),),
        house_tags=(("zh-Hans", ("虎豹公园",)), ("en", ("TigerPark",))),
    )  # fmt: skip


def files(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())

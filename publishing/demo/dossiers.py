"""The known animals of the demo: a few dossiers with names, pictures and the scenes that show them. All invented."""

from __future__ import annotations

from collections.abc import Mapping

from curation.footage.individuals import pictures, services
from curation.footage.individuals.errors import DossierError
from curation.footage.models import Footage, Individual
from curation.species.models import Taxon
from curation.video.errors import VideoError
from publishing.demo.crew import Crew
from publishing.demo.plans import DossierPlan


def open_dossiers(plans: tuple[DossierPlan, ...], footage: Mapping[str, Footage], crew: Crew) -> list[Individual]:
    """Make the dossiers of which at least one scene was taken in, and link that footage with them."""
    return [_open(plan, footage, crew) for plan in plans if any(scene in footage for scene in plan.scenes)]


def _open(plan: DossierPlan, footage: Mapping[str, Footage], crew: Crew) -> Individual:
    ranger = crew.people["ranger"]
    taxon = Taxon.objects.get(scientific_name=plan.species)
    row = Individual(code=plan.code, taxon=taxon, sex=plan.sex, born=plan.born, marks=plan.marks, demo=True)
    services.write(row, names=dict(plan.names), user=ranger)
    for scene in plan.scenes:
        if scene not in footage:
            continue
        try:
            services.link(footage[scene], individual=row, user=ranger)
        except DossierError as error:
            crew.say(f"{plan.code}, “{scene}”: {error}")
    for scene, at, side in plan.pictures:
        if scene not in footage:
            continue
        try:
            pictures.take(footage[scene], individual=row, at=at, side=side, user=ranger)
        except (DossierError, VideoError) as error:
            crew.say(f"{plan.code}, picture of “{scene}”: {error}")
    return row

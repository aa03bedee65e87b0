"""Known animals."""

from collections.abc import Callable
from typing import Any

import pytest

from curation.footage.models import Individual, IndividualName
from tests.curation.footage.conftest import TIGER, taxon


@pytest.fixture
def animal(db: None) -> Callable[..., Individual]:
    """`animal("T-07", en="Snow")` opens a dossier of a tiger."""

    def make(code: str, *, species: str = TIGER, names: dict[str, str] | None = None, **known: Any) -> Individual:
        made = Individual.objects.create(code=code, taxon=taxon(species), **known)
        for language, name in (names or {}).items():
            IndividualName.objects.create(individual=made, language=language, name=name)
        return made

    return make

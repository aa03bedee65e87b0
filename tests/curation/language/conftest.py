"""Terms to work with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from curation.language import terms
from curation.language.models import Term
from curation.translation.glossary import Form


@pytest.fixture
def park(db: None) -> Term:
    """A place that everybody may know, with a name that must not be used."""
    return terms.add("park", kind="place", forms=PARK, note="Always in full.", user=None)


PARK = [
    Form(text="东北虎豹国家公园", language="zh-Hans"),
    Form(text="Northeast China Tiger and Leopard National Park", language="en"),
    Form(text="Tiger Park", language="en", status="forbidden"),
]


@pytest.fixture
def written(db: None) -> Callable[..., Term]:
    """`written("desk", en="desk")` adds a term of the house."""

    def make(key: str, *, kind: str = "house", **forms: str) -> Term:
        rows = [Form(text=text, language=tag.replace("_", "-")) for tag, text in forms.items()]
        return terms.add(key, kind=kind, forms=rows, user=None)

    return make

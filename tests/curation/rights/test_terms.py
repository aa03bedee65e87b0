"""Licence terms: what they allow, and that a stricter one never allows more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.rights.decision import RightsFacts, usage_allowed
from curation.rights.terms import MEDIA, RELEASES, SENSITIVITIES, USES, Terms, TermsError
from curation.rights.territories import UnknownTerritory

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def asked(terms: Terms, **question: object) -> list[str]:
    given_ = {"use": "broadcast", "at": NOW, "media": "television", **question}
    return [each.code for each in usage_allowed(RightsFacts("F1", terms=(terms,)), **given_).reasons]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "question", "codes"),
    [
        (Terms(), {}, []),
        (Terms(uses=frozenset({"education"})), {}, ["use_not_licensed"]),
        (Terms(media=frozenset({"print"})), {}, ["media_not_licensed"]),
        (Terms(territories=frozenset({"CN"})), {"territories": ["CN"]}, []),
        (Terms(territories=frozenset({"EU"})), {"territories": ["DE", "FR"]}, []),
        (Terms(territories=frozenset({"EU"})), {"territories": ["DE", "RU"]}, ["territory_not_licensed"]),
        (Terms(territories=frozenset({"CN"})), {}, ["territory_not_licensed"]),
        (Terms(without=frozenset({"JP"})), {"territories": ["JP"]}, ["territory_not_licensed"]),
        (Terms(languages=frozenset({"zh"})), {"languages": ["zh-Hans"]}, []),
        (Terms(languages=frozenset({"zh"})), {"languages": ["zh-Hans", "en"]}, ["language_not_licensed"]),
        (Terms(since=LATER), {}, ["licence_not_begun"]),
        (Terms(until=NOW), {}, ["licence_ended"]),
        (Terms(until=LATER), {}, []),
        (Terms(embargo_until=LATER), {}, ["embargoed"]),
        (Terms(exclusive_to="CCTV", exclusive_until=LATER), {"partner": "NHK"}, ["exclusive"]),
        (Terms(exclusive_to="CCTV", exclusive_until=LATER), {"partner": " cctv "}, []),
        (Terms(people_release="missing"), {}, ["people_unreleased"]),
        (Terms(people_release="editorial_only"), {"use": "commercial"}, ["people_editorial_only"]),
        (Terms(property_release="missing"), {}, ["property_unreleased"]),
        (Terms(sensitivity="restricted"), {}, []),
        (Terms(sensitivity="restricted"), {"use": "social", "media": ""}, ["for_partners_only"]),
        (Terms(sensitivity="internal"), {}, ["for_the_house_only"]),
        (Terms(credit_required=True), {}, ["credit_missing"]),
    ],
)
def test_each_term_refuses_what_it_does_not_cover(terms: Terms, question: dict[str, object], codes: list[str]) -> None:
    assert asked(terms, **question) == codes


def test_a_territory_that_no_list_knows_and_terms_that_make_no_sense_are_refused() -> None:
    with pytest.raises(UnknownTerritory):
        Terms(territories=frozenset({"XQ"}))
    with pytest.raises(UnknownTerritory):
        asked(Terms(), territories=["Atlantis"])
    for wrong in ({"since": LATER, "until": NOW}, {"exclusive_until": LATER}, {"until": datetime(2027, 1, 1)}):
        with pytest.raises(TermsError):
            Terms(**wrong)  # type: ignore[arg-type]


def sets(of: tuple[str, ...]) -> st.SearchStrategy[frozenset[str] | None]:
    return st.none() | st.frozensets(st.sampled_from(of))


moments = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
TERMS = st.builds(
    Terms,
    uses=sets(USES),
    media=sets(MEDIA),
    territories=sets(("CN", "RU", "EU", "001")),
    languages=sets(("zh", "en", "ru")),
    until=moments,
    embargo_until=moments,
    people_release=st.sampled_from(RELEASES),
    property_release=st.sampled_from(RELEASES),
    sensitivity=st.sampled_from(SENSITIVITIES),
)
QUESTIONS = st.fixed_dictionaries(
    {
        "use": st.sampled_from(USES),
        "at": st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
        "media": st.sampled_from(("", *MEDIA)),
        "territories": st.lists(st.sampled_from(["CN", "RU", "DE"]), max_size=2),
        "languages": st.lists(st.sampled_from(["zh-Hans", "en"]), max_size=2),
    }
)


@given(TERMS, QUESTIONS, st.sampled_from(["uses", "media", "territories", "languages"]), st.data())
def test_a_stricter_term_never_allows_more(terms: Terms, question: dict, name: str, data: st.DataObject) -> None:
    free = getattr(terms, name)
    known = {"uses": USES, "media": MEDIA, "territories": ("CN", "RU", "EU"), "languages": ("zh", "en", "ru")}[name]
    fewer = frozenset(data.draw(st.lists(st.sampled_from(sorted(known if free is None else free) or ["x"]))))
    stricter = replace(terms, **{name: fewer & frozenset(known if free is None else free)})
    if not usage_allowed(RightsFacts("F1", terms=(terms,)), **question).allowed:
        assert not usage_allowed(RightsFacts("F1", terms=(stricter,)), **question).allowed
    both = usage_allowed(RightsFacts("F1", terms=(terms, stricter)), **question)
    assert both.allowed == usage_allowed(RightsFacts("F1", terms=(stricter,)), **question).allowed


@given(TERMS)
def test_terms_come_back_from_json_with_the_same_fingerprint(terms: Terms) -> None:
    again = Terms.from_dict(terms.to_dict())
    assert again.fingerprint == terms.fingerprint
    assert replace(terms, notes="changed").fingerprint != terms.fingerprint

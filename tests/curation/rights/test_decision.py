"""Rights: what is refused, why, and until when something is allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.rights.decision import MESSAGES, USES, RightsFacts, usage_allowed, usage_of_all_allowed

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SECOND = timedelta(seconds=1)
OURS = RightsFacts("F1")


def codes(facts: RightsFacts, *, use: str = "social", at: datetime = NOW) -> list[str]:
    return [reason.code for reason in usage_allowed(facts, use=use, at=at).reasons]


@pytest.mark.parametrize("use", USES)
def test_our_own_footage_is_free_for_every_use(use: str) -> None:
    decision = usage_allowed(OURS, use=use, at=NOW)
    assert decision.allowed
    assert decision.reasons == ()
    assert decision.until is None


def test_withdrawn_and_quarantined_footage_is_refused() -> None:
    assert codes(replace(OURS, withdrawn=True)) == ["withdrawn"]
    assert codes(replace(OURS, quarantined=True)) == ["quarantined"]


def test_an_embargo_ends_at_its_very_moment_in_whatever_zone_one_asks() -> None:
    facts = replace(OURS, embargo_until=NOW)
    utc = NOW.astimezone(ZoneInfo("UTC"))
    assert codes(facts, at=utc - SECOND) == ["embargoed"]
    assert codes(facts, at=utc) == []


def test_a_licence_covers_its_beginning_and_not_its_end() -> None:
    facts = replace(OURS, licence_since=NOW, licence_until=NOW + timedelta(days=1))
    assert codes(facts, at=NOW - SECOND) == ["licence_not_begun"]
    assert codes(facts, at=NOW) == []
    assert codes(facts, at=NOW + timedelta(days=1)) == ["licence_ended"]
    assert usage_allowed(facts, use="social", at=NOW).until == NOW + timedelta(days=1)


def test_only_licensed_uses() -> None:
    facts = replace(OURS, uses=frozenset({"education"}))
    assert codes(facts, use="education") == []
    assert codes(facts, use="broadcast") == ["use_not_licensed"]
    assert codes(replace(OURS, uses=frozenset())) == ["use_not_licensed"]


def test_a_required_credit_must_be_given_and_is_handed_on() -> None:
    assert codes(replace(OURS, credit_required=True, credit_line="  ")) == ["credit_missing"]
    credited = replace(OURS, credit_required=True, credit_line="Jishi Media")
    assert usage_allowed(credited, use="social", at=NOW).credits == ("Jishi Media",)


def test_every_reason_is_given() -> None:
    facts = RightsFacts("F1", withdrawn=True, quarantined=True, embargo_until=NOW + SECOND, uses=frozenset())
    assert codes(facts) == ["withdrawn", "quarantined", "embargoed", "use_not_licensed"]


def test_a_reason_reads_as_a_sentence_that_names_the_subject() -> None:
    (reason,) = usage_allowed(replace(OURS, embargo_until=NOW + SECOND), use="social", at=NOW).reasons
    assert str(reason).startswith("F1 is under embargo until 2026-11-23")
    assert set(MESSAGES) >= {reason.code}


def test_a_clip_is_as_free_as_the_least_free_of_its_footage() -> None:
    soon, later = NOW + timedelta(days=1), NOW + timedelta(days=9)
    first = replace(OURS, licence_until=later, credit_line="Jishi Media")
    second = RightsFacts("F2", licence_until=soon, credit_line="Jishi Media")
    together = usage_of_all_allowed([first, second], use="social", at=NOW)
    assert together.allowed
    assert together.until == soon
    assert together.credits == ("Jishi Media",)
    refused = usage_of_all_allowed([first, replace(second, withdrawn=True)], use="social", at=NOW)
    assert [(reason.code, reason.params["subject"]) for reason in refused.reasons] == [("withdrawn", "F2")]
    assert not refused.allowed


@given(
    withdrawn=st.booleans(),
    quarantined=st.booleans(),
    embargo=st.none() | st.integers(-3, 3),
    licence=st.none() | st.integers(-3, 3),
)
def test_allowed_exactly_when_no_reason_is_given(
    withdrawn: bool, quarantined: bool, embargo: int | None, licence: int | None
) -> None:
    facts = RightsFacts(
        "F1",
        withdrawn=withdrawn,
        quarantined=quarantined,
        embargo_until=None if embargo is None else NOW + embargo * SECOND,
        licence_until=None if licence is None else NOW + licence * SECOND,
    )
    decision = usage_allowed(facts, use="social", at=NOW)
    assert decision.allowed == (not decision.reasons)
    if decision.until is not None:
        assert not usage_allowed(facts, use="social", at=decision.until).allowed


def test_mistakes_of_the_caller_are_not_decided_about() -> None:
    with pytest.raises(ValueError, match="unknown use"):
        usage_allowed(OURS, use="anything", at=NOW)
    with pytest.raises(ValueError, match="zone"):
        usage_allowed(OURS, use="social", at=datetime(2026, 11, 23))
    with pytest.raises(ValueError, match="no subjects"):
        usage_of_all_allowed([], use="social", at=NOW)

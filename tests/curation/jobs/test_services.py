"""Long work: what a person sees of it when it goes well, badly, is cancelled, or its worker dies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from curation.jobs import messages, services, work
from curation.jobs.graph import UndeclaredTransition
from curation.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind() -> Iterator[str]:
    """A kind of work that does what its payload says."""

    @work.handler("errand")
    def errand(task: work.Work) -> dict[str, str] | None:
        for step in task.job.payload["steps"]:
            if step == "fail":
                raise work.JobFailed("full", size="3 GB")
            if step == "break":
                raise RuntimeError("secret detail")
            if step == "cancelled":
                Job.objects.filter(pk=task.job.pk).update(cancel_requested=True)
                task._written = 0.0
                task.stop_if_cancelled()
            if step == "half":
                task.report(0.5, "half way")
        return {"made": "tea"}

    messages.declare_errors({"full": "The cup is full (%(size)s)."})
    yield "errand"
    work._handlers.pop("errand")


def errand(kind: str, *steps: str, user=None) -> Job:
    return services.start(kind, payload={"steps": list(steps)}, user=user)


def test_a_job_that_goes_well_is_done_with_its_result(kind):
    job = services.run(errand(kind, "half").pk)
    assert (job.state, job.fraction, job.result) == ("done", 1.0, {"made": "tea"})


def test_a_job_is_done_once_however_often_its_number_arrives(kind):
    job = errand(kind)
    assert services.run(job.pk).state == "done"
    assert services.run(job.pk) is None
    assert Job.objects.get(pk=job.pk).attempts == 1


def test_a_number_without_a_row_is_left_alone():
    assert services.run(987654321) is None


def test_a_failure_says_why_in_words_a_person_understands(kind, signed_in):
    client = signed_in(superuser=True)
    job = services.run(errand(kind, "fail").pk)
    answer = client.get(reverse("jobs:detail", args=[job.pk])).json()
    assert (answer["state"], answer["error"]) == ("failed", "The cup is full (3 GB).")


def test_a_broken_job_keeps_its_evidence_and_shows_none_of_it(kind, signed_in):
    client = signed_in(superuser=True)
    job = services.run(errand(kind, "break").pk)
    assert "secret detail" in job.error_detail
    assert "secret detail" not in client.get(reverse("jobs:detail", args=[job.pk])).content.decode()


def test_cancelling_a_waiting_job_ends_it_at_once(kind):
    job = errand(kind)
    services.cancel(job)
    assert job.state == "cancelled"
    assert services.run(job.pk) is None


def test_cancelling_a_running_job_ends_it_at_its_next_look(kind):
    assert services.run(errand(kind, "cancelled").pk).state == "cancelled"


def test_a_failed_job_can_be_tried_again(kind):
    job = services.run(errand(kind, "fail").pk)
    services.retry(job)
    Job.objects.filter(pk=job.pk).update(payload={"steps": []})
    assert services.run(job.pk).state == "done"


def test_a_job_that_is_done_cannot_be_tried_again(kind):
    with pytest.raises(UndeclaredTransition):
        services.retry(services.run(errand(kind).pk))


def dead(job: Job, *, attempts: int) -> None:
    """As a worker leaves it that was killed."""
    past = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(
        state="running", worker="gone", lease_until=past, created_at=past, attempts=attempts
    )


def test_the_sweep_finds_what_a_killed_worker_left(kind):
    job = errand(kind)
    dead(job, attempts=1)
    assert services.sweep() == 1
    assert services.run(job.pk).state == "done"


def test_a_job_that_kills_its_worker_three_times_fails(kind):
    job = errand(kind)
    dead(job, attempts=3)
    services.sweep()
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", "worker_died")


def test_a_worker_that_was_given_up_cannot_overwrite_its_successor(kind):
    job = errand(kind)
    slow = services.claim(job.pk)
    dead(job, attempts=1)
    services.sweep()
    assert services.run(job.pk).state == "done"
    services._finish(slow, "failed", error_code="internal")
    job.refresh_from_db()
    assert job.state == "done"


def test_a_message_lost_on_its_way_is_sent_again_by_the_sweep(kind):
    job = errand(kind)
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=1))
    assert services.sweep() == 1


def test_somebody_elses_job_is_not_shown(kind, signed_in, person):
    job = errand(kind, user=person("Publisher"))
    client = signed_in("Translator")
    assert client.get(reverse("jobs:detail", args=[job.pk])).status_code == 403
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 403
    job.refresh_from_db()
    assert job.state == "queued"


def test_ones_own_job_can_be_cancelled_from_the_page(kind, signed_in):
    client = signed_in("Editor")
    job = errand(kind)
    Job.objects.filter(pk=job.pk).update(created_by=client.session["_auth_user_id"])
    assert client.post(reverse("jobs:cancel", args=[job.pk])).json()["state"] == "cancelled"
    assert client.get(reverse("jobs:cancel", args=[job.pk])).status_code == 405

"""What tests stand on: embedded services, plain static files, a media folder of their own, people of each role."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import AbstractUser, Group, User
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from config import embedded
from tests import template_database

embedded.ensure()
os.environ.setdefault("CHANNEL_PRIVATE_HOSTS", "127.0.0.0/8,::1,localhost")  # for processes that tests start
MIGRATED = pytest.StashKey[template_database.Rows]()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """Test databases are copies of a migrated one."""
    connection.settings_dict["TEST"]["TEMPLATE"] = template_database.prepare()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """What migrations have put there is kept, for after tests that commit."""
    with django_db_blocker.unblock():
        request.config.stash[MIGRATED] = template_database.rows()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """A test that commits leaves an empty database: bring back what migrations put there."""
    yield
    mark = item.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server", "django_db_reset_sequences"} & set(getattr(item, "fixturenames", ()))
    last = not str(connection.settings_dict["NAME"]).startswith("test_")  # its database is gone already
    if not last and (commits or (mark and mark.kwargs.get("transaction"))):
        with item.config.stash[blocking_manager_key].unblock():
            template_database.bring_back(item.config.stash[MIGRATED])


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TRANSLATION_CACHE = None
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def _servers_of_this_machine() -> None:
    """The platforms of the tests stand on loopback; and no name is looked up."""
    from publishing.connectors import reach

    reach.limit(None)


@pytest.fixture(autouse=True)
def _no_index_left_over(settings) -> Iterator[None]:
    """An index knows rows that are rolled back after the test; and a server on this machine knows others."""
    from curation.footage.finding import finder
    from curation.language import following

    settings.SEARCH_ADDRESS, settings.SEARCH_SOCKET = "", "/nowhere"
    yield
    finder.forget()
    following.forget()


@pytest.fixture(autouse=True)
def _no_language_left_over() -> Iterator[None]:
    """A page asked for in Chinese would leave its language to the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def person(db) -> Callable[..., AbstractUser]:
    """`person("Editor")` makes somebody of that role."""

    def make(role: str | None = None, *, username: str = "", superuser: bool = False) -> AbstractUser:
        name = username or (role or "stranger").lower().replace(" ", "-")
        user = User.objects.create_user(name, f"{name}@example.org", "a long pass phrase", is_superuser=superuser)
        if role:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def signed_in(person) -> Callable[..., Client]:
    """`signed_in("Editor")` gives a client with somebody of that role signed in."""

    def make(role: str | None = None, *, superuser: bool = False, username: str = "") -> Client:
        client = Client()
        client.force_login(person(role, superuser=superuser, username=username))
        return client

    return make

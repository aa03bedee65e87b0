"""The list of platforms."""

import json

import pytest

from publishing.connectors.base import Account
from publishing.connectors.errors import Rejected
from publishing.connectors.platforms.sandbox import MemoryFeed
from publishing.connectors.registry import UnknownPlatform, connect, connectors, platforms


def test_every_platform_describes_itself() -> None:
    assert tuple(connectors()) == platforms()
    for platform, each in connectors().items():
        capabilities = each.capabilities
        assert capabilities.platform == each.platform == platform
        names = [field.name for field in capabilities.settings_fields + capabilities.secret_fields]
        assert len(set(names)) == len(names)
        json.dumps(capabilities.as_dict())


def test_each_is_handed_only_its_own_services() -> None:
    for platform in platforms():
        connect(platform, Account(), feed=MemoryFeed(), keep_secrets=lambda secrets: None).close()


def test_a_service_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        connect("mastodon", Account(), carrier_pigeon=True)
    with pytest.raises(UnknownPlatform):
        connect("pigeon", Account())


@pytest.mark.parametrize("platform", ["mastodon", "bluesky"])
def test_a_channel_without_its_settings_says_which_is_missing(platform: str) -> None:
    with connect(platform, Account({"server": "https://x.example"})) as connector, pytest.raises(Rejected) as refused:
        connector.verify()
    assert refused.value.code == "setting_missing"


def test_secrets_are_not_in_the_repr_of_an_account() -> None:
    assert "hush" not in repr(Account({"server": "x"}, {"access_token": "hush"}))

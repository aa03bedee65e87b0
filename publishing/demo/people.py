"""The people of the demo desk and their logins."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.utils.crypto import salted_hmac
from wagtail.users.models import UserProfile

from publishing.demo.models import DemoPerson

SALT = "pugmark.demo.passphrase"
_LIST = """
    acorn alder amber antler apple ash aspen autumn badger bark basin bay beak bear beaver beech berry birch bird
    blossom boar boulder branch brook cedar clay cliff cloud clover coast copper cover crane creek crow cub dawn deer
    delta dew dusk eagle earth elder elk elm ember falcon feather fern field finch fir flint flower fog forest fox frost
    garden glade grain granite grass grove gull hare harvest hawk hazel heath heron hill hollow honey hoof horn ice iris
    island ivy jade juniper lake lark larch leaf leopard lichen lily linden lynx maple marsh marten meadow mist moon
    moose moss mouse oak otter owl path pebble pheasant pine plum pond raven reed ridge river robin root sable sand
    shore snow spring spruce star stone stream summer swan tail thistle tiger timber track trail trout valley vole
    water whisker willow wind winter wolf wood wren
"""
WORDS = tuple(_LIST.split())


@dataclass(frozen=True)
class Person:
    """One login. `role` is a group of `publishing.roles`, empty for the administrator; `language` Django's code."""

    name: str
    role: str
    full_name: str
    language: str = "en"


PEOPLE = (
    Person("admin", "", "Demo administrator"),
    Person("editor", "Editor", "李雪（演示）", "zh-hans"),
    Person("translator", "Translator", "Mira Solberg (demo)"),
    Person("publisher", "Publisher", "Jonas Weidner (demo)"),
    Person("ranger", "Ranger", "Anton Lesnoy (demo)"),
    Person("rights", "Rights manager", "Clara Duarte (demo)"),
)


@dataclass(frozen=True)
class Login:
    """What somebody types to look around. `passphrase` is empty where it was changed."""

    username: str
    passphrase: str
    role: str
    language: str


def passphrase(name: str) -> str:
    """Four words and a number, the same each time for this installation: derived from its SECRET_KEY (35 bits)."""
    digest = salted_hmac(SALT, name, algorithm="sha256").digest()
    words = [WORDS[int.from_bytes(digest[at : at + 2], "big") % len(WORDS)] for at in range(0, 8, 2)]
    return "-".join([*words, f"{int.from_bytes(digest[8:12], 'big') % 100:02d}"])


def invite() -> dict[str, User]:
    """Make the logins; a name that somebody real has already gets `demo-` before it. Returns them by `Person.name`."""
    return {person.name: _invite(person) for person in PEOPLE}


def _invite(person: Person) -> User:
    login = _free_login(person.name)
    user = User.objects.create_user(
        login,
        f"{login}@example.org",
        passphrase(person.name),
        last_name=person.full_name,
        is_superuser=not person.role,
        is_staff=not person.role,
    )
    if person.role:
        user.groups.add(Group.objects.get(name=person.role))
    UserProfile.objects.update_or_create(
        user=user, defaults={"preferred_language": person.language, "current_time_zone": "Asia/Shanghai"}
    )
    DemoPerson.objects.create(user=user, name=person.name)
    return user


def _free_login(name: str) -> str:
    wanted, number = name, 1
    while User.objects.filter(username=wanted).exists():
        wanted = f"demo-{name}" if number == 1 else f"demo-{name}-{number}"
        number += 1
    return wanted


def logins() -> list[Login]:
    """The logins that are there, with their passphrases as long as nobody changed them."""
    planned = {person.name: person for person in PEOPLE}
    found = []
    for row in DemoPerson.objects.select_related("user"):
        words = passphrase(row.name)
        person = planned[row.name]
        known = words if row.user.check_password(words) else ""
        found.append(Login(row.user.username, known, person.role or "Administrator", person.language))
    return found

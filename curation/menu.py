"""Entries of the studio's menu, each for those who may open its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

MAIN, SETTINGS = "register_admin_menu_item", "register_settings_menu_item"


class PermittedItem(MenuItem):
    """A menu entry for those who may open its page."""

    def __init__(self, *args: object, permission: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


def entry(label: Any, address: str, *, name: str, icon: str, order: int, permission: str, menu: str = MAIN) -> None:
    """Put an entry into the menu; `address` is the name of its page, `label` is translated when it is shown."""

    def item() -> MenuItem:
        return PermittedItem(label, reverse(address), name=name, icon_name=icon, order=order, permission=permission)

    hooks.register(menu, item)

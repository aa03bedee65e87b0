"""How the center signs its clips."""

from __future__ import annotations

from collections.abc import Collection

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string

COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write a colour as # and six digits, such as #1f4d3a."))


class BrandKit(models.Model):
    """Name, colours, logo and watermark that titles, end cards and previews for partners are made with."""

    class Corner(models.TextChoices):
        TOP_LEFT = "top_left", _("Top left")
        TOP_RIGHT = "top_right", _("Top right")
        BOTTOM_LEFT = "bottom_left", _("Bottom left")
        BOTTOM_RIGHT = "bottom_right", _("Bottom right")

    title = models.CharField(_("name of the kit"), max_length=80, unique=True)
    name_zh = models.CharField(_("who signs, in Chinese"), max_length=120)
    name_en = models.CharField(_("who signs, in English and every other language"), max_length=120)
    call_zh = models.CharField(_("last line of the end card, in Chinese"), max_length=120, blank=True)
    call_en = models.CharField(_("last line of the end card, in English"), max_length=120, blank=True)
    colour = models.CharField(_("colour"), max_length=7, default="#1f4d3a", validators=[COLOUR])
    accent = models.CharField(_("accent"), max_length=7, default="#d9772b", validators=[COLOUR])
    logo = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("logo"), help_text=_("A PNG with a transparent background, at least 400 pixels wide."),
    )  # fmt: skip
    watermark = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("watermark"), help_text=_("Without one the logo is used."),
    )  # fmt: skip
    corner = models.CharField(_("corner of the watermark"), max_length=12, choices=Corner, default=Corner.TOP_RIGHT)
    opacity = models.FloatField(
        _("opacity of the watermark"), default=0.6, validators=[MinValueValidator(0.1), MaxValueValidator(1.0)]
    )
    default = models.BooleanField(_("used where no other is chosen"), default=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "curation"
        ordering = ["-default", "title"]
        verbose_name = _("brand kit")
        verbose_name_plural = _("brand kits")
        constraints = [
            models.UniqueConstraint(fields=["default"], condition=models.Q(default=True), name="one_default_brand")
        ]

    def __str__(self) -> str:
        return self.title

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        # That another kit is the default now is no mistake: whoever stores this one takes it from that one.
        super().validate_constraints(exclude={*(exclude or ()), "default"})

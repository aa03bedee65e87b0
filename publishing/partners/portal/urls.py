"""Addresses of the partners' pages."""

from django.contrib.auth import views as auth
from django.urls import path, reverse_lazy

from publishing.partners.portal import pages, sign_in

_FOLDER = "publishing/partners/portal"
app_name = "portal"
urlpatterns = [
    path("", pages.index, name="catalogue"),
    path("login/", sign_in.sign_in, name="login"),
    path("login/code/", sign_in.code, name="code"),
    path("login/second-factor/", sign_in.set_up, name="second_factor"),
    path("invitation/<str:secret>/", sign_in.invitation, name="invitation"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path(
        "password/",
        auth.PasswordResetView.as_view(
            template_name=f"{_FOLDER}/password.html",
            email_template_name=f"{_FOLDER}/password_mail.txt",
            subject_template_name=f"{_FOLDER}/password_subject.txt",
            success_url=reverse_lazy("portal:password_sent"),
        ),
        name="password",
    ),
    path(
        "password/sent/",
        auth.PasswordResetDoneView.as_view(template_name=f"{_FOLDER}/password_sent.html"),
        name="password_sent",
    ),
    path(
        "password/<str:uidb64>/<str:token>/",
        auth.PasswordResetConfirmView.as_view(
            template_name=f"{_FOLDER}/password_new.html", success_url=reverse_lazy("portal:login")
        ),
        name="password_new",
    ),
    path("clips/<int:offer_id>/", pages.clip, name="clip"),
    path("clips/<int:offer_id>/preview.mp4", pages.looked_at, {"what": "preview"}, name="preview"),
    path("clips/<int:offer_id>/poster.jpg", pages.looked_at, {"what": "poster"}, name="poster"),
    path("clips/<int:offer_id>/copies/", pages.choose, name="choose"),
    path("agreements/<int:agreement_id>/accept/", pages.accept, name="accept"),
    path("downloads/", pages.downloads, name="downloads"),
    path("downloads/ledger.csv", pages.ledger_table, name="ledger"),
    path("downloads/<uuid:copy_id>/", pages.download, name="download"),
    path("files/<str:token>/<str:name>", pages.file, name="file"),
    path("requests/", pages.wishes, name="requests"),
    path("account/", pages.account, name="account"),
    path("account/keys/<int:token_id>/end/", pages.end_token, name="end_token"),
]

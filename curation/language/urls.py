"""Addresses of terms, memory and rules, beneath the studio's."""

from django.urls import path

from curation.language import api
from curation.language.views import imports, memory, rules, terms

app_name = "language"
urlpatterns = [
    path("terms/", terms.index, name="terms"),
    path("terms/new/", terms.new, name="term_new"),
    path("terms/removed/<int:term_id>/restore/", terms.restore, name="term_restore"),
    path("terms/of/<str:key>/", terms.term, name="term"),
    path("terms/of/<str:key>/remove/", terms.remove, name="term_remove"),
    path("memory/", memory.index, name="memory"),
    path("memory/new/", memory.new, name="unit_new"),
    path("memory/remove/", memory.remove, name="unit_remove"),
    path("memory/restore/", memory.restore, name="unit_restore"),
    path("memory/<int:unit_id>/", memory.unit, name="unit"),
    path("import/<str:what>/", imports.begin, name="import"),
    path("import/job/<int:job_id>/", imports.report, name="import_job"),
    path("import/job/<int:job_id>/run/", imports.run, name="import_run"),
    path("import/job/<int:job_id>/cancel/", imports.cancel, name="import_cancel"),
    path("export/<str:what>/<str:ending>/", imports.export, name="export"),
    path("rules/", rules.index, name="rules"),
    path("api/suggest/", api.suggest, name="suggest"),
]

"""What may be wrong with what is handed in, as sentences for people: what it is and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from curation.jobs.messages import declare_errors

PROBLEMS = {
    # Rows.
    "required": _("%(field)s is empty. Fill it in."),
    "no_zone": _(
        "The time %(value)s says no zone. Write it with its offset from UTC, such as 2026-03-01T06:30:00+08:00."
    ),
    "not_a_time": _("%(value)s is no time. Write it such as 2026-03-01T06:30:00+08:00."),
    "not_a_number": _("%(value)s is no number. Write digits with a point, such as 0.5."),
    "not_whole": _("%(value)s is no whole number."),
    "not_true_false": _("%(value)s is neither true nor false. Write true or false."),
    "out_of_range": _("%(field)s is %(value)s; it lies between %(minimum)s and %(maximum)s."),
    "too_small": _("%(field)s is %(value)s; the smallest that makes sense is %(minimum)s."),
    "not_in_list": _("%(value)s is not a value of %(field)s. Choose one of: %(allowed)s."),
    "text_too_long": _("%(field)s has %(length)s characters; at most %(limit)s fit. Shorten it."),
    "ends_before": _("It ends (%(end)s) before it begins (%(start)s). Correct one of the two times."),
    "bbox_incomplete": _("The box has only some of its four numbers. Give bboxX, bboxY, bboxWidth and bboxHeight."),
    "bbox_outside": _("The box leaves the picture. Its numbers are shares of width and height between 0 and 1."),
    "species_unknown": _(
        "No species is called %(value)s. Correct the name, or list it in the package's taxonomic entries."
    ),
    "duplicate_id": _(
        "%(value)s already stands in row %(first)s. Each row needs an id of its own; only the first is kept."
    ),
    "no_deployment": _("There is no deployment %(value)s. Add it to the deployments, or correct the id."),
    "no_media": _("There is no media file %(value)s. Add it to the media, or correct the id."),
    "no_footage": _("There is no footage %(value)s. Correct the id."),
    "no_subject": _("It says neither which file nor which event it is about. Give mediaID or eventID."),
    "ragged": _("The row has %(found)s cells, the header %(expected)s. Look for a missing comma or quotation mark."),
    "nul": _("The row holds a NUL character, which no text has. Write the file again."),
    "not_utf8": _("The row is not UTF-8. Save the file as UTF-8."),
    "looks_gb18030": _(
        "The row is not UTF-8; it looks like GB18030. Save the file as UTF-8, or say its encoding in datapackage.json."
    ),
    "line_too_long": _("The row is longer than %(limit)s characters. Look for a missing quotation mark."),
    "not_csv": _("The row is no CSV (%(problem)s). Look for a missing quotation mark."),
    "path_outside": _("The path %(value)s leads out of the package. Use a path within the package, or a web address."),
    "not_a_media_type": _("%(value)s is no media type of a picture, a video or a sound. Write one such as video/mp4."),
    "database_refused": _("The database refused the row (%(problem)s)."),
    # Results of machines.
    "no_match": _(
        "No footage is called %(value)s. Bring the file in first, or use --create to list it without its file."
    ),
    "ambiguous": _("%(count)s pieces of footage are called %(value)s. Give the path with its folder."),
    "not_a_result": _("The entry is not what a %(format)s file holds (%(problem)s). Write the file again."),
    # Whole files.
    "not_there": _("Nothing of this name is there. Check the path."),
    "not_a_package": _("This is neither a folder with datapackage.json, nor datapackage.json, nor a .zip of one."),
    "no_descriptor": _("There is no datapackage.json in the package."),
    "not_json": _("%(file)s is not JSON (%(problem)s). Write it again."),
    "too_big": _("%(file)s is larger than %(limit)s. Split it."),
    "wrong_profile": _("The package says it is %(profile)s. Pugmark reads Camtrap DP 1.0, 1.0.1 and 1.0.2."),
    "no_table": _("The package has no table %(table)s. Camtrap DP needs deployments, media and observations."),
    "table_missing": _("The file %(file)s of the table %(table)s is not in the package."),
    "columns_missing": _("%(file)s lacks the columns %(columns)s. Add them."),
    "column_twice": _("%(file)s has the column %(column)s twice. Remove one."),
    "file_encoding": _("%(file)s is not text in %(encoding)s. Save it as UTF-8."),
    "resource_outside": _("The package points to %(file)s, which lies outside of it. Put the file into the package."),
    "resource_remote": _("The package points to %(file)s on the web. Download it into the package first."),
    "zip_bomb": _("%(file)s unpacks to far more than it should (%(size)s). It was not read."),
    "zip_link": _("%(file)s in the zip is a link. Put the file itself into the package."),
    "zip_locked": _("The zip is locked with a password. Unlock it first."),
    "broken_archive": _("%(file)s is damaged (%(problem)s). Copy it again."),
    "incomplete_metadata": _("The package's metadata lack %(fields)s."),
    "format_unknown": _("This is neither a MegaDetector nor a SpeciesNet file."),
    "column_unknown": _("%(file)s: the column %(column)s is not part of Camtrap DP 1.0.2; it is kept but not used."),
    "label_unknown": _("No species is called %(value)s; its animals are kept without a species."),
    "invalid_export": _("What was written does not hold to the standard: %(problem)s"),
    "nothing_found": _("Nothing matches the query, so nothing was written."),
    "target_exists": _("%(file)s is already there. Choose another name."),
    "package_unknown": _("No package %(value)s was imported."),
    "several_packages": _("These results come from %(count)s files. Name one of them with --package: %(names)s."),
    "no_rights": _("Only with --exact: these files tell where they were filmed."),
    "query_ignored": _("The query's %(field)s was not understood: %(value)s"),
}
declare_errors(PROBLEMS)


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """What is wrong and what to do, in the reader's language."""
    return str(PROBLEMS[code]) % params


class InterchangeError(Exception):
    """A whole file or package cannot be read or written; `code` is a key of PROBLEMS."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def __str__(self) -> str:
        return sentence(self.code, self.params)


class FieldError(ValueError):
    """One value of a row is no good. `params` fill the sentence of `code`."""

    def __init__(self, code: str, *, field: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.field = code, field
        self.params: dict[str, Any] = {"field": field, **params}

"""Interchange with the rest of the field: Camtrap DP 1.0.2 both ways, MegaDetector and SpeciesNet results both ways,
Darwin Core and Audiovisual Core out.

Everything is streamed and set-based: rows are read one by one, checked, and written in chunks by COPY and
`INSERT ... ON CONFLICT`, so that memory stays flat and a package read twice changes nothing.

Public names:
`loading.store_observations(rows, source=..., package=...) -> Report` with `loading.ObservationRow`,
`camtrap.import_package(path, ...)`, `machine.import_results(path, ...)`, `exports.export(...)`,
`report.Report`, `report.Problem`, `reasons.InterchangeError`.

May import: Django, curation.species, curation.rights, curation.jobs, curation.files and the models, selectors and
services of curation.footage. Views and the monitoring API import it, never the other way round.
"""

"""What must not leave: locations, people, embargoed rights. Asked at scheduling and again at the hour.

Public: `texts.find_locations|find_moments|find_in_name`, `metadata.find_in_metadata`,
`files.find_in_file`, `grid.coarse`, `moments.BY_CATEGORY`, `findings.Finding`, `services.findings_for`.
May import: `connectors`, `curation`.
"""

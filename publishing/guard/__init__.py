"""What must not leave: locations, people, embargoed rights. Asked at scheduling and again at the hour.

Public: `texts.find_locations`, `metadata.find_in_metadata`, `findings.Finding`, `services.findings_for`.
May import: `connectors`, `curation`.
"""

"""What must not leave: locations, people, embargoed rights. Asked at scheduling and again at the hour.

Public: `texts.find_locations`, `services.findings_for`. May import: `connectors`, `curation`.
"""

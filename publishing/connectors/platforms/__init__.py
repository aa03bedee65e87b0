"""One module per platform, each with one Connector; they are independent of each other.

`publishing.connectors.registry` lists them. May import: `publishing.connectors` (not `registry`) and HTTP clients.
"""

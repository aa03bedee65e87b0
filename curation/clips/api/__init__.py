"""What the studio's and the workbench's scripts ask for.

`request`: rights, JSON in and out, refusals as sentences; the other modules hold the addresses of one noun each.
"""

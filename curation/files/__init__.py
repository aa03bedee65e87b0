"""Where files lie and how they leave: content-addressed names, local copies for the engines, range responses.

Public: `names`, `local.local_copy`, `ranged.ranged_response`. May import: nothing of ours.
"""

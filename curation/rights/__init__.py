"""May this be used, for what, and until when: `usage_allowed(...) -> Decision`.

Public: `decision.usage_allowed`, `decision.usage_of_all_allowed`, `decision.RightsFacts`, `decision.Decision`.
May import: `species`, `jobs`, `files`.
"""

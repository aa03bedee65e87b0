"""The door of the monitoring system: an HTTP API for programs that send detections and register stored files.

Public: `api.api` (django-ninja, mounted at /api/monitoring/v1/), `clients` (tokens), `viewset.ApiClientViewSet`,
`idempotency.forget_old` for the sweep.
May import: `alarms`, `interchange`, `stored`, models, selectors, services of this chapter; `species`, `files`, `jobs`.
"""

"""Events: bursts of a station, grouped by a gap that can be set; looked at and tagged as one.

- `gap.seconds()`: the longest gap within an event
- `grouping.group(station_ids=..., footage_ids=...)`: put footage into events, set-based; `regroup` is its job
- `windows.note(...)` and `due.begin()`: have the events of some stations' times formed by a job, as after an import
- `selectors.events_of(footage_ids, user=...)`, `strip`, `shown`: what a reader sees of events
- `services.observe`, `remove`, `restore`: what a person says of a whole event; `change_gap`

May import what `curation.footage` may; not `duplicates`, `individuals` or the pages above.
"""

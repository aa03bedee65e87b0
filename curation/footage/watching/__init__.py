"""Places that are watched for new footage: folders of this machine and prefixes of the object store.

Public: `services.look_at_due` (the beat's door) and `services.look`, `folder` and `prefix` (what is there now),
`places` (which addresses may be watched), `pages`. Nothing in a watched place is ever moved, changed or deleted. May
import: the chapter footage beneath it, files, jobs.
"""

"""Word that rights have changed, for those above this chapter; sent when the change is committed."""

from django.dispatch import Signal

rights_changed = Signal()  # no arguments: whoever hears it looks at what it answers for

"""`jsdodbc logout`: ends what `jsdodbc login` began."""

from __future__ import annotations

import sys

from jsdodbc import settings
from jsdodbc.cancel import Cancellation
from jsdodbc.cli import connecting, data_sources
from jsdodbc.site.session import signed_out

_DONE = "00000"


def run(name: str) -> int:
    """Give tokens back, forget them, say so. 1 when something could not be done. Raises Error IM002, 28000."""
    resolved, notices = settings.resolve([("DSN", name)])
    connecting.tell(notices)
    said = signed_out(resolved, Cancellation())
    for each in said:
        print(each.message if each.sqlstate == _DONE else f"jsdodbc: [{each.sqlstate}] {each.message}",
              file=sys.stdout if each.sqlstate == _DONE else sys.stderr)  # fmt: skip
    held = data_sources.secrets_of(name)
    if held:
        print(f"[{name}] still holds {', '.join(held)}: jsdodbc dsn remove {name} takes it out")
    return int(any(each.sqlstate != _DONE for each in said))

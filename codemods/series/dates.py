"""When a series is from."""

from __future__ import annotations

import os
import time

from codemods.errors import Refused

#: A day before 2100, as each patch is a second younger.  Source: git's date.c, tm_to_time_t().
_LAST = 4_102_444_800 - 86_400


def now() -> tuple[int, str]:
    """Return the seconds since 1970 and the time zone, as "+0100".

    SOURCE_DATE_EPOCH, when set, is taken for now.

    Raises:
        Refused: that is no date that git reads in a mail.
    """
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        if not (given.isascii() and given.isdigit()) or int(given[:20]) >= _LAST:
            raise Refused(
                f"SOURCE_DATE_EPOCH={given[:20]}: no date that git reads in a mail",
                hint="it is seconds since 1970, up to the year 2099; or unset it",
            )
        return int(given[:20]), "+0000"
    seconds = int(time.time())
    return seconds, time.strftime("%z", time.localtime(seconds))

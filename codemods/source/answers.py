"""What another program answers, and that it may be anything where that program was cut short."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from codemods.errors import Refused


@contextmanager
def of(command: str) -> Iterator[None]:
    """Refuse where the `with` block cannot take apart what the command answered.

    Raises:
        Refused: it raised ValueError, or IndexError.
    """
    try:
        yield
    except (ValueError, IndexError) as err:
        raise Refused(f"{command} gave an answer that cannot be read") from err

"""Each row once: a page may come again when the site changes while it is read."""

from __future__ import annotations

import pyarrow as pa


class Seen:
    """Which identities have come, as bits: a million neighbouring ids take a few hundred kilobytes."""

    def __init__(self) -> None:
        self._blocks: dict[int, bytearray] = {}
        self._others: set[str] = set()

    def first_time(self, identity: str) -> bool:
        if not identity.isdigit() or len(identity) > 15 or identity.startswith("0"):
            known = identity in self._others
            self._others.add(identity)
            return not known
        number = int(identity)
        block = self._blocks.setdefault(number >> 15, bytearray(4096))
        index, bit = (number >> 3) & 4095, 1 << (number & 7)
        known = bool(block[index] & bit)
        block[index] |= bit
        return not known


class Once:
    """Keeps the rows of what came for the first time; rows of one page with one identity belong together."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._group = 0

    def keep(self, pages: pa.Array, identities: pa.Array) -> pa.Array | None:
        """A mask of the rows to keep, None for all."""
        self._group += 1
        last: tuple[int, str] | None = None
        kept = True
        mask: list[bool] = []
        for page, identity in zip(pages.to_pylist(), identities.to_pylist(), strict=True):
            if identity is None:
                mask.append(True)
                continue
            if (page, identity) != last:
                last = (page, identity)
                kept = self._seen.first_time(identity)
            mask.append(kept)
        return None if all(mask) else pa.array(mask)

"""Cut a project's data into blocks that QR codes can hold, and put them together again.

Each block says whose it is, its place, and how many there are; after each group of blocks
comes one more, the exclusive or of them, from which any one of the group that cannot be read
is made again.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

KIND = b"PDD1"
GROUP = 11  # and their parity: twelve codes on a page
_MOST_CHUNK = 640  # bytes that a code of version 20-M has room for, beside the block's head
MOST = 32 * 1024 * 1024
_HEAD = struct.Struct(">4s8sHHI")  # kind, hash of the whole, place, blocks without parity, bytes
_PARITY = 0x8000


class Incomplete(ValueError):
    """Blocks that do not make a whole; `missing` are the places, from 1, that are gone."""

    def __init__(self, missing: tuple[int, ...], count: int) -> None:
        super().__init__(missing, count)
        self.missing, self.count = missing, count


def cut(data: bytes) -> list[list[bytes]]:
    """Cut UTF-8 text into blocks by groups, the parity of each group last."""
    # A Chinese character takes two bytes in GB 18030, three in UTF-8.
    packed = zlib.compress(data.decode("utf-8").encode("gb18030"), 9)
    count = -(-len(packed) // _MOST_CHUNK)
    size = -(-len(packed) // count)
    head = hashlib.sha256(packed).digest()[:8]

    def block(place: int, chunk: bytes) -> bytes:
        return _HEAD.pack(KIND, head, place, count, len(packed)) + chunk

    chunks = [packed[at : at + size].ljust(size, b"\0") for at in range(0, size * count, size)]
    groups = []
    for number, start in enumerate(range(0, count, GROUP)):
        members = chunks[start : start + GROUP]
        blocks = [block(start + place, chunk) for place, chunk in enumerate(members)]
        groups.append([*blocks, block(_PARITY | number, _exclusive_or(members))])
    return groups


@dataclass(frozen=True, slots=True)
class _Whole:
    """What all blocks of one text say alike, and how long their chunks are."""

    digest: bytes
    count: int
    length: int
    size: int


def is_block(content: bytes) -> bool:
    """Tell whether a QR code holds a block of ours."""
    return content.startswith(KIND) and len(content) > _HEAD.size


def join(contents: Iterable[bytes]) -> list[bytes]:
    """Give every text of which the blocks are there, in the order in which they begin.

    Raises Incomplete where too many blocks of one are missing, or ValueError where they make
    no text of ours.
    """
    texts: dict[_Whole, dict[int, bytes]] = {}
    for content in filter(is_block, contents):
        _, digest, place, count, length = _HEAD.unpack_from(content)
        chunk = content[_HEAD.size :]
        texts.setdefault(_Whole(digest, count, length, len(chunk)), {})[place] = chunk
    return [_joined(whole, held) for whole, held in texts.items()]


def _joined(whole: _Whole, held: dict[int, bytes]) -> bytes:
    count = whole.count
    if not 0 < count < _PARITY or not 0 <= whole.size * count - whole.length < count:
        raise ValueError("the blocks contradict themselves")
    for number, start in enumerate(range(0, count, GROUP)):
        places = range(start, min(start + GROUP, count))
        gone = [place for place in places if place not in held]
        if len(gone) == 1 and _PARITY | number in held:
            present = [held[place] for place in places if place in held]
            held[gone[0]] = _exclusive_or([*present, held[_PARITY | number]])
    missing = tuple(place + 1 for place in range(count) if place not in held)
    if missing:
        raise Incomplete(missing, count)
    packed = b"".join(held[place] for place in range(count))[: whole.length]
    if hashlib.sha256(packed).digest()[:8] != whole.digest:
        raise ValueError("the blocks are not of one whole")
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(packed, MOST)
    if not unpacking.eof:
        raise ValueError("the text is too long")
    return text.decode("gb18030").encode("utf-8")


def _exclusive_or(chunks: Iterable[bytes]) -> bytes:
    total, size = 0, 0
    for chunk in chunks:
        total, size = total ^ int.from_bytes(chunk), len(chunk)
    return total.to_bytes(size)

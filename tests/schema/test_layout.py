"""The file of places beside a graph: what is damaged or foreign is refused in one sentence."""

import gzip
import json
from array import array

import pytest

from dupgraph.base.errors import DocumentError
from dupgraph.schema.layout import LaidLine, Layout, Place, pack_layout, unpack_layout

WHOLE = Layout(
    "ab",
    ((100, 200),),
    (LaidLine(1, 0, 3, 10, 20, array("i", (0, 5, 9))),),
    (Place(0, 3, 1, (0, 0, 0)), Place(3, 4, 2)),
)


def test_a_layout_comes_back():
    assert unpack_layout(pack_layout(WHOLE)) == WHOLE


PACKED = pack_layout(WHOLE)
FACTS = json.loads(gzip.decompress(PACKED))
DAMAGED = {
    "cut short": PACKED[:-9],
    "other bytes within": PACKED[:12] + b"\xff" * 8 + PACKED[20:],
    "no gzip": b"%PDF-1.7",
    "no JSON": gzip.compress(b"{"),
    "no object": gzip.compress(b"[]"),
    "too deep": gzip.compress(b"[" * 100_000),
    "a number too large": gzip.compress(json.dumps(FACTS | {"lines": [[1, 0, 3, 10, 20, [2**40]]]}).encode()),
    "too few numbers": gzip.compress(json.dumps(FACTS | {"lines": [[1, 0, [1]]]}).encode()),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_layout_is_refused(data):
    with pytest.raises(DocumentError, match="damaged"):
        unpack_layout(data)


def test_a_layout_that_unpacks_to_more_than_one_has_is_refused(monkeypatch):
    monkeypatch.setattr("dupgraph.schema.layout._MOST_BYTES", len(gzip.decompress(PACKED)) - 1)
    with pytest.raises(DocumentError, match="damaged"):
        unpack_layout(PACKED)

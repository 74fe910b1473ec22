"""What the tests of the server share."""

from collections.abc import Iterator

import pytest
from serving import Served, start_server


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A server of the packaged plan."""
    with start_server() as server:
        yield server

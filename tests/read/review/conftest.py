"""A small plan to review."""

import pytest
from decisions import make_town

from dupgraph.read.review.session import open_review


@pytest.fixture(scope="module")
def reviewed_town(tmp_path_factory):
    return open_review(make_town(tmp_path_factory.mktemp("review")), agent="Anna")


@pytest.fixture
def town(tmp_path):
    return make_town(tmp_path)


@pytest.fixture
def review(town):
    return open_review(town, agent="Anna")

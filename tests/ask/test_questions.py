"""Questions that were checked before: good for the same text alone, and whatever is wrong with them is ignored."""

import json
import re
import shutil

import pytest

from dupgraph.ask.catalogue.questions import _NAME, _find_key, drop_header, load_question, read_questions
from dupgraph.base.caches import read_cached, write_cached
from dupgraph.base.errors import QueryError
from dupgraph.base.files import find_resource


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("DUPGRAPH_CACHE", str(tmp_path / "cache"))
    read_questions.cache_clear()
    yield shutil.copy(find_resource("queries", "outline.rq"), tmp_path / "outline.rq")
    read_questions.cache_clear()


def read_again(file):
    read_questions.cache_clear()
    return read_questions((file,))[0]


def test_a_question_read_before_is_the_same(file):
    first = read_again(file)
    assert len(read_cached(_NAME, _find_key())) == 1
    assert read_again(file) == first


def test_a_changed_text_is_checked_anew(file):
    read_again(file)
    file.write_text(file.read_text(encoding="utf-8").replace("ORDER BY", "ORDER BYE"), encoding="utf-8")
    with pytest.raises(QueryError, match="outline"):
        read_again(file)


@pytest.mark.parametrize(
    "facts", [{"no": "facts"}, {"parameters": 5}, {"name": "outline", "parameters": [{}]}, "nonsense", [1]]
)
def test_what_is_wrong_in_the_cache_is_as_if_it_were_not_there(file, facts):
    first = read_again(file)
    write_cached(_NAME, _find_key(), dict.fromkeys(read_cached(_NAME, _find_key()), facts))
    assert read_again(file) == first
    assert json.dumps(facts) not in json.dumps(read_cached(_NAME, _find_key()))


@pytest.mark.parametrize(
    ("ending", "fields"), [("about-thing", "indicators resources"), ("of-objective", "indicators resources timing")]
)
def test_queries_that_ask_for_fields_differ_in_the_fields_alone(ending, fields):
    texts = (drop_header(load_question(f"{field}-{ending}").text) for field in fields.split())
    assert len({re.sub(r" +\(dup:\w+ \d .*\)\n", "", text) for text in texts}) == 1

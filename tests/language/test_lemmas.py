"""Lemmas are those of the dictionary that they come from, whose own rules for forms that it lacks are followed."""

from itertools import cycle

import pytest
from simplemma import Lemmatizer, is_known
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from dupgraph.base.files import find_resource
from dupgraph.language.lemmas import find_lemma, look_up
from dupgraph.language.words import list_forms

ENDINGS = ("lo", "gliene", "ne", "si", "selo", "mi", "gli", "x", "")


@pytest.fixture(scope="module")
def factory():
    return DefaultDictionaryFactory()


@pytest.fixture(scope="module")
def forms(factory):
    """Some thousand words: of a plan, of the dictionary here and there, and verbs with pronouns, right or wrong."""
    plan = find_resource("graph", "sources", "sassuolo.txt").read_text(encoding="utf-8").casefold()
    some = [form.casefold() for form in list(factory.get_dictionary("it"))[::101] if form.isalpha()]
    made = [form[:-1] + ending for form, ending in zip(some, cycle(ENDINGS), strict=False)]
    return sorted({*list_forms(plan), *some, *made, *(form.replace("ar", "àr") for form in made)})


def test_lemmas_are_those_of_simplemma(factory, forms):
    lemmatiser = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=factory))
    assert [find_lemma(form) for form in forms] == [lemmatiser.lemmatize(form, lang="it") for form in forms]


def test_known_forms_are_those_of_simplemma(forms):
    assert [look_up(form) is not None for form in forms] == [is_known(form, "it") for form in forms]
    assert (look_up(""), look_up("\t"), look_up("\ud800"), look_up("zz zz")) == (None, None, None, None)

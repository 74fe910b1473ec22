"""Lemmas are those of the dictionary that they come from, whose own rules for forms that it lacks are followed."""

from itertools import cycle

import pytest
from simplemma import Lemmatizer, is_known
from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from dupgraph.base.files import find_resource
from dupgraph.language.lemmas import INFINITIVES, find_lemma, look_up
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
    theirs = {form: lemmatiser.lemmatize(form, lang="it") for form in forms}
    nouns = {find_lemma(form) for form, lemma in theirs.items() if find_lemma(form) != lemma}
    # A noun is the lemma of its plural, and no form of a verb's.
    assert nouns <= set(factory.get_dictionary("it").values())
    assert all(noun.endswith("o") and lemmatiser.lemmatize(noun, lang="it").endswith(INFINITIVES) for noun in nouns)


@pytest.mark.parametrize("noun", ["rifugio rifugi", "mulino mulini", "scavo scavi", "voto voti", "arrivo arrivi"])
def test_nouns_are_no_forms_of_verbs(noun):
    assert len({find_lemma(form) for form in noun.split()}) == 1


def test_what_verbs_say_of_others_is_theirs():
    forms = ["porto", "porta", "rivolto", "pesa", "abbandonato", "conta"]
    assert [find_lemma(form) for form in forms] == [
        "portare", "porto", "rivoltare", "pesare", "abbandonare", "contare",
    ]  # fmt: skip


def test_known_forms_are_those_of_simplemma(forms):
    assert [look_up(form) is not None for form in forms] == [is_known(form, "it") for form in forms]
    assert (look_up(""), look_up("\t"), look_up("\ud800"), look_up("zz zz")) == (None, None, None, None)

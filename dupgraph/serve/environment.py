"""How a server's pages look: the site's templates, with those in front that know of a server."""

from collections.abc import Collection
from pathlib import Path

from dupgraph.language.languages import LANGUAGES, load_texts
from dupgraph.language.messages import retell
from dupgraph.publish.comparison.page import TEMPLATES as COMPARISON_TEMPLATES
from dupgraph.publish.pages.drawing import Frame, PlanCard, Templates, extend_environment

TEMPLATES = Path(__file__).parent / "templates"
# What stands at the top and once more below each plan, where there are several.
ASK, QUESTIONS, EDITOR, COMPARE, UPLOAD = "ask", "questions", "editor", "compare", "upload"


def load_environment(
    *, takes_uploads: bool = False, originals: Collection[str] = (), takes_reviews: bool = False
) -> Templates:
    """Return what draws the pages of a server; ``takes_uploads`` puts the way to the upload into the menu.

    ``originals`` are the digests of the texts whose original can be shown: quotes of theirs lead there;
    ``takes_reviews`` puts the way to the review of each plan into its menu.
    """
    facts = {
        "served": {language: load_texts("serve", language) for language in LANGUAGES},
        "find_place": find_place,
        "retell": retell,
        "takes_uploads": takes_uploads,
        "originals": originals,
        "takes_reviews": takes_reviews,
        "review_words": {language: load_texts("review", language) for language in LANGUAGES},
        "original_words": {language: load_texts("originals", language) for language in LANGUAGES},
    }
    return extend_environment(TEMPLATES, facts, {"comparison": COMPARISON_TEMPLATES})


def find_place(name: str, frame: Frame, card: PlanCard | None) -> str:
    """Return the path of the page called ``name`` for a plan, or for all of them.

    Where there is one plan alone, the question box stands at the top, and the questions where the site has them.
    """
    card = card or frame.plan
    if card is None or (frame.plan and name == ASK):
        return name
    return f"{card.path}/{name}"

"""Which of a library's approved words are sent: the language's own, or English for some."""

from content.text.words import Library, Passage, Template

ENGLISH = "en"
# Kinds of templates that go in English rather than not at all.
NEVER_SILENT = frozenset(("safety", "system", "reply"))


def passage(known: Library, topic: str, language: str) -> Passage | None:
    """The topic's first passage in this language; None means hand over to a person."""
    return next((p for p in known.passages if (p.topic, p.language) == (topic, language)), None)


def template(
    known: Library, slug: str, language: str, *, discreet: bool = False
) -> Template | None:
    """The words for this slug, the discreet ones if asked for and there are any.

    Safety, system and reply texts missing in a language go in English; others are None.
    """
    fitting = {(t.language, t.discreet): t for t in known.templates if t.slug == slug}
    manners = (True, False) if discreet else (False,)
    own = next((fitting[language, m] for m in manners if (language, m) in fitting), None)
    english = next((fitting[ENGLISH, m] for m in manners if (ENGLISH, m) in fitting), None)
    return own or (english if english and english.kind in NEVER_SILENT else None)

"""The shipped words' way into the database: the same again changes nothing."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from content import catalog
from content.actions.files import read_file
from content.actions.flags import bar_flagged
from content.actions.imports import Details, Imported, import_document
from content.actions.maps import MAPS, read_map
from content.models import Alias, AliasKind, Approval, Document, Template, Topic, WordSet
from content.text import markdown, words

SHIPPED_BY = "Bonemets library"

_Key = tuple[str, str, bool]


@dataclass(frozen=True)
class Loaded:
    """What was new; all zero when the library was loaded before."""

    topics: int
    aliases: int
    templates: int
    documents: tuple[Imported, ...]


@transaction.atomic
def load_library(*, now: datetime) -> Loaded:
    """Topics, their names, templates and our own document in each language.

    What our flags bar is withheld in documents that came before these flags did, too.
    """
    library = catalog.shipped()
    topics = sum(_topic(topic, place) for place, topic in enumerate(library.topics))
    aliases = _aliases(library)
    templates = _templates(library)
    if topics or aliases or templates:
        WordSet.objects.touch_all()
    documents = tuple(
        _document(path, now=now) for path in sorted(catalog.FOLDER.glob("document.*.md"))
    )
    for document in Document.objects.filter(shipped=False):
        bar_flagged(document=document, wordsets=WordSet.objects.all(), now=now)
    return Loaded(topics, aliases, templates, documents)


def _topic(topic: words.Topic, place: int) -> bool:
    fields = {
        "position": place,
        "titles": dict(topic.titles),
        "footer": topic.footer.value,
        "menu": dict(topic.menu),
    }
    if Topic.objects.filter(slug=topic.slug, **fields).exists():
        return False
    Topic.objects.update_or_create(slug=topic.slug, defaults=fields)
    return True


def _aliases(library: words.Library) -> int:
    """Bring the shipped names to what the library says; a clinic's own stay."""
    wanted = {row for topic in library.topics for row in _names(topic)}
    have = {(a.topic_id, a.language, a.text, a.kind): a for a in Alias.objects.filter(wordset=None)}
    gone = [alias.pk for row, alias in have.items() if row not in wanted]
    Alias.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - have.keys())
    Alias.objects.bulk_create(
        Alias(topic_id=topic, language=language, text=text, kind=kind)
        for topic, language, text, kind in new
    )
    return len(new) + len(gone)


def _names(topic: words.Topic) -> set[tuple[str, str, str, str]]:
    by_kind = {AliasKind.ALIAS: topic.aliases, AliasKind.QUESTION: topic.questions}
    named = {
        (topic.slug, language, text, kind.value)
        for kind, table in by_kind.items()
        for language, texts in table.items()
        for text in texts
    }
    return named | {(topic.slug, "", text, AliasKind.BRAND.value) for text in topic.brands}


def _templates(library: words.Library) -> int:
    newest = {(t.slug, t.language, t.discreet): t for t in Template.objects.newest()}
    rows = [_template(t, newest) for t in library.templates]
    made = Template.objects.bulk_create(row for row in rows if row)
    Approval.objects.bulk_create(
        Approval(wordset=wordset, template=template)
        for wordset in WordSet.objects.all()
        for template in made
    )
    return len(made)


def _template(given: words.Template, newest: dict[_Key, Template]) -> Template | None:
    """The next version of a template, None if its words are those of the newest one."""
    earlier = newest.get((given.slug, given.language, given.discreet))
    said = [given.body, given.kind, given.answer, *sorted(given.placeholders)]
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()
    if earlier and earlier.sha256 == digest:
        return None
    return Template(
        slug=given.slug,
        language=given.language,
        discreet=given.discreet,
        version=earlier.version + 1 if earlier else 1,
        kind=given.kind,
        answer=given.answer,
        body=given.body,
        placeholders=sorted(given.placeholders),
        sha256=digest,
    )


def _document(path: Path, *, now: datetime) -> Imported:
    said = markdown.front_matter(path.read_text(encoding="utf-8"))
    details = Details(
        slug=catalog.GUIDE,
        language=path.suffixes[0].lstrip("."),
        title=said["title"],
        publisher=said["publisher"],
        licence=said["licence"],
        source_line=said["source_line"],
        shipped=True,
    )
    rows = read_map(MAPS / f"{catalog.GUIDE}.toml")
    file = read_file(path.read_bytes(), name=path.name)
    return import_document(file=file, details=details, rows=rows, by=SHIPPED_BY, now=now)

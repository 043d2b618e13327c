"""The four questions that a sender asks of the words, each for one word set.

What does this clinic know (`library`)?  What answers this topic (`passage`)?  How is this
template worded (`template`)?  May this version still leave (`may_leave`)?

A library is kept in the process and read again when the word set's stamp has moved, so
that each question costs one small query.  `today` is the date, in service time, on which
the words would leave.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from content.models import (
    Alias,
    AliasKind,
    Approval,
    ApprovalState,
    Passage,
    Preference,
    Template,
    TemplateKind,
    Topic,
    Withholding,
    WordSet,
)
from content.text import barring, excerpts, words

ENGLISH = "en"
NEVER_SILENT = frozenset({TemplateKind.SAFETY, TemplateKind.SYSTEM, TemplateKind.REPLY})


@dataclass
class _Kept:
    """What is known of a word set at one stamp: when words run out, and what held between."""

    stamp: str
    ends: frozenset[date]
    between: dict[date | None, words.Library] = field(default_factory=dict)


_kept: dict[int, _Kept] = {}


def library(wordset: WordSet | int, *, today: date | None = None) -> words.Library:
    """Everything approved; what has run out by `today` is left out (None: nothing has).

    Passages stand in the order in which they answer: by topic, the preferred document
    first, then a clinic's own documents before the shipped one, then by position.  One
    that is withheld whole is not among them.  Raises WordSet.DoesNotExist.
    """
    key = _key(wordset)
    stamp = WordSet.objects.values_list("stamp", flat=True).get(pk=key)
    known = _kept.get(key)
    if known is None or known.stamp != stamp:
        known = _kept[key] = _Kept(stamp, _ends(key))
    since = today and max((end for end in known.ends if end < today), default=date.min)
    if since not in known.between:
        known.between[since] = words.Library(
            topics=_topics(key), passages=_passages(key, today), templates=_templates(key, today)
        )
    return known.between[since]


def _ends(wordset: int) -> frozenset[date]:
    """The last good days of its approvals and documents: between two of them nothing changes."""
    days = Approval.objects.filter(wordset=wordset).values_list(
        "use_until", "passage__document__use_until"
    )
    return frozenset(day for pair in days.distinct() for day in pair if day)


def passage(
    wordset: WordSet | int, topic: str, language: str, *, today: date | None = None
) -> words.Passage | None:
    """The topic's first passage in this language; None means hand over to a person."""
    known = library(wordset, today=today).passages
    return next((p for p in known if (p.topic, p.language) == (topic, language)), None)


def following(
    wordset: WordSet | int, before: words.Passage, *, today: date | None = None
) -> words.Passage | None:
    """What MORE sends when `before` is told to its end: the document's next on the topic."""
    known = library(wordset, today=today).passages
    alike = [p for p in known if _place(p) == _place(before)]
    ids = [p.id for p in alike]
    after = ids.index(before.id) + 1 if before.id in ids else len(alike)
    return alike[after] if after < len(alike) else None


def template(
    wordset: WordSet | int,
    slug: str,
    language: str,
    *,
    discreet: bool = False,
    today: date | None = None,
) -> words.Template | None:
    """The words for this slug, the discreet ones if asked for and there are any.

    Safety, system and reply texts missing in a language go in English; others are None.
    """
    known = {
        (t.language, t.discreet): t
        for t in library(wordset, today=today).templates
        if t.slug == slug
    }
    manners = (True, False) if discreet else (False,)
    own = next((known[language, m] for m in manners if (language, m) in known), None)
    english = next((known[ENGLISH, m] for m in manners if (ENGLISH, m) in known), None)
    return own or (english if english and english.kind in NEVER_SILENT else None)


def excerpt(
    wordset: WordSet | int,
    passage: words.Passage,
    *,
    segments: int = 2,
    reserve: str = "",
    begin: int | None = None,
    today: date | None = None,
) -> excerpts.Excerpt:
    """What to send of a passage (see `excerpts.cut`).

    Raises LookupError if the word set does not approve the passage.
    """
    if passage not in library(wordset, today=today).passages:
        raise LookupError(f"The passage on {passage.topic} is not approved for this word set.")
    return excerpts.of_passage(passage, segments=segments, reserve=reserve, begin=begin)


def may_leave(
    wordset: WordSet | int,
    *,
    passage_id: int | None = None,
    template_ids: Iterable[int] = (),
    span: tuple[int, int] | None = None,
    today: date,
) -> str:
    """Empty if these versions may leave today, else a sentence that says why not.

    `span` is what the text holds of the passage (None: the whole of it).
    """
    known = library(wordset, today=today)
    templates = set(template_ids) - {t.id for t in known.templates}
    served = next((p for p in known.passages if p.id == passage_id), None)
    passages = {passage_id} - {None, served and served.id}
    why = ""
    if templates or passages:
        why = _why_not(_key(wordset), passages, templates, today=today)
    untouched = served and barring.free(span or (served.start, served.end), served.barred)
    if why or passage_id is None or untouched:
        return why
    return _withheld(_key(wordset), passage_id, span)


def _withheld(wordset: int, passage_id: int, span: tuple[int, int] | None) -> str:
    passage = Passage.objects.select_related("topic").get(pk=passage_id)
    start, end = span or (passage.start, passage.end)
    bars = Withholding.objects.filter(wordset=wordset).within(passage)
    bar = bars.filter(start__lt=end, end__gt=start).first()
    return f"Withheld: {bar.reason.rstrip('.')} ({bar.citation})." if bar else ""


def _why_not(wordset: int, passages: set[int | None], templates: set[int], *, today: date) -> str:
    """Asks row by row: an older version may still be good though it is no longer served."""
    asked = list(
        Approval.objects.filter(
            Q(passage__in=passages) | Q(template__in=templates), wordset=wordset
        )
        .select_related("passage__document", "template")
        .defer("passage__document__text")
    )
    for what, ids, found in (
        ("Passage", passages, {a.passage_id for a in asked}),
        ("Template", templates, {a.template_id for a in asked}),
    ):
        if unknown := ids - found:
            return f"{what} {unknown.pop()} was never approved for this word set."
    return next((reason for a in asked if (reason := _barred(a, today))), "")


def _barred(approval: Approval, today: date) -> str:
    if approval.state != ApprovalState.APPROVED:
        return f"The words are not approved: {approval}."
    if approval.use_until and approval.use_until < today:
        return f"The sign-off ran out after {approval.use_until}: {approval}."
    if approval.passage and approval.passage.document.expired(today):
        until = approval.passage.document.use_until
        return f"The document may be used until {until}: {approval}."
    return ""


def _key(wordset: WordSet | int) -> int:
    return wordset if isinstance(wordset, int) else wordset.pk


def _place(passage: words.Passage) -> tuple[str, str, str]:
    return passage.topic, passage.language, passage.document


def _topics(wordset: int) -> tuple[words.Topic, ...]:
    aliases: dict[str, list[Alias]] = {}
    for alias in Alias.objects.known_to(wordset):
        aliases.setdefault(alias.topic_id, []).append(alias)
    return tuple(_topic(topic, aliases.get(topic.pk, [])) for topic in Topic.objects.all())


def _topic(topic: Topic, aliases: list[Alias]) -> words.Topic:
    def of(kind: AliasKind, language: str) -> tuple[str, ...]:
        return tuple(a.text for a in aliases if (a.kind, a.language) == (kind, language))

    languages = sorted({a.language for a in aliases if a.language})
    return words.Topic(
        slug=topic.slug,
        titles=topic.titles,
        footer=words.Footer(topic.footer),
        aliases={code: of(AliasKind.ALIAS, code) for code in languages},
        questions={code: of(AliasKind.QUESTION, code) for code in languages},
        brands=tuple(a.text for a in aliases if not a.language),
        menu=topic.menu,
    )


def _passages(wordset: int, today: date | None) -> tuple[words.Passage, ...]:
    approvals = Approval.objects.filter(wordset=wordset, passage__isnull=False).approved()
    served = approvals.good_on(today) if today else approvals
    rows = Passage.objects.filter(
        pk__in=served.values("passage"),
        dropped=False,
    ).exclude(replaced_by__in=approvals.values("passage"))
    preferred = dict(
        Preference.objects.filter(wordset=wordset).values_list("topic", "document_slug")
    )
    ordered = sorted(
        rows.select_related("document", "topic"), key=lambda row: _order(row, preferred)
    )
    barred = Withholding.objects.filter(wordset=wordset).spans(ordered)
    found = (as_words(row, barred[row.pk]) for row in ordered)
    return tuple(passage for passage in found if not passage.barred or excerpts.can_go(passage))


def _order(row: Passage, preferred: dict[str, str]) -> tuple[int, bool, bool, str, str, int]:
    document = row.document
    return (
        row.topic.position,
        preferred.get(row.topic_id) != document.slug,
        document.shipped,
        document.slug,
        document.language,
        row.position,
    )


def as_words(row: Passage, barred: tuple[tuple[int, int], ...]) -> words.Passage:
    """A stored passage as the plain value that readers know."""
    return words.Passage(
        topic=row.topic_id,
        language=row.document.language,
        document=row.document.slug,
        version=row.document.version,
        start=row.start,
        end=row.end,
        text=row.text,
        source=row.document.source_line,
        id=row.pk,
        barred=barred,
    )


def _templates(wordset: int, today: date | None) -> tuple[words.Template, ...]:
    approvals = Approval.objects.filter(wordset=wordset, template__isnull=False).approved()
    served = approvals.good_on(today) if today else approvals
    rows = Template.objects.filter(pk__in=served.values("template")).order_by("version")
    newest = {(row.slug, row.language, row.discreet): row for row in rows}
    return tuple(
        words.Template(
            slug=row.slug,
            language=row.language,
            body=row.body,
            kind=row.kind,
            placeholders=frozenset(row.placeholders),
            discreet=row.discreet,
            version=row.version,
            id=row.pk,
            answer=row.answer,
        )
        for row in newest.values()
    )

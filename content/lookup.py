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

from content import bars, catalog
from content.models import (
    Alias,
    AliasKind,
    Approval,
    ApprovalState,
    Passage,
    Preference,
    Template,
    Topic,
    WordSet,
)
from content.text import barring, choosing, excerpts, words
from content.text.reader import Reader


@dataclass
class _Kept:
    """What is known of a word set at one stamp: when words run out, and what held between."""

    stamp: str
    ends: frozenset[date]
    between: dict[date | None, words.Library] = field(default_factory=dict)


_kept: dict[int, _Kept] = {}


def reader() -> Reader:
    """The trained reader of patients' texts, kept in the process."""
    return catalog.reader()


def library(wordset: WordSet | int, *, today: date | None = None) -> words.Library:
    """Everything approved; what has run out by `today` is left out (None: nothing has).

    Passages stand in the order in which they answer: by topic, the preferred document
    first, then a clinic's own documents before the shipped one, then by position.  One
    that is withheld or recalled whole is not among them.  Raises WordSet.DoesNotExist.
    """
    key = _key(wordset)
    known = _known(key)
    since = today and max((end for end in known.ends if end < today), default=date.min)
    if since not in known.between:
        known.between[since] = words.Library(
            topics=_topics(key), passages=_passages(key, today), templates=_templates(key, today)
        )
    return known.between[since]


def every_template() -> tuple[words.Template, ...]:
    """The newest version of each template there is, whether anybody approved it or not."""
    return tuple(_template(row) for row in Template.objects.newest())


def last_days(wordset: WordSet | int) -> frozenset[date]:
    """The days after which something approved runs out; one small query."""
    return _known(_key(wordset)).ends


def _known(key: int) -> _Kept:
    stamp = WordSet.objects.values_list("stamp", flat=True).get(pk=key)
    known = _kept.get(key)
    if known is None or known.stamp != stamp:
        known = _kept[key] = _Kept(stamp, _ends(key))
    return known


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
    return choosing.passage(library(wordset, today=today), topic, language)


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
    """The words for this slug; `choosing.template` says in which language."""
    return choosing.template(library(wordset, today=today), slug, language, discreet=discreet)


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
    key = _key(wordset)
    clean = served and barring.free(span or (served.start, served.end), served.barred)
    doubtful = None if clean else passage_id
    # Who took the words back says more than that they are no longer approved.
    return (
        bars.recalled(key, doubtful, span)
        or _why_not(key, passages, templates, today=today)
        or bars.withheld(key, doubtful, span)
    )


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
    # Fetched once for all its passages: a document may have 5 MB.
    whole = rows.select_related("topic").prefetch_related("document")
    ordered = sorted(whole, key=lambda row: _order(row, preferred))
    barred = bars.spans(wordset, ordered)
    found = (bars.as_words(row, barred=barred[row.pk]) for row in ordered)
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


def _templates(wordset: int, today: date | None) -> tuple[words.Template, ...]:
    approvals = Approval.objects.filter(wordset=wordset, template__isnull=False).approved()
    served = approvals.good_on(today) if today else approvals
    rows = Template.objects.filter(pk__in=served.values("template")).order_by("version")
    newest = {(row.slug, row.language, row.discreet): row for row in rows}
    return tuple(_template(row) for row in newest.values())


def _template(row: Template) -> words.Template:
    return words.Template(
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

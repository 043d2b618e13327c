from datetime import date
from typing import Any

import pytest
from pytest_django import Settings

from content import actions
from content.models import Approval, ApprovalState, Decision, Passage, Section, WordSet
from tests.content.conftest import NOW, import_guide, make_template
from tests.content.samples import GUIDE


def test_an_approval_keeps_who_when_and_why(guide: actions.Imported, wordset: WordSet) -> None:
    passage = guide.drafts[0]
    until = date(2027, 1, 1)
    actions.approve(
        wordset=wordset, passages=[passage], by="Dr. Rey", now=NOW, note="fine", use_until=until
    )
    approval = Approval.objects.get(passage=passage)
    assert (approval.state, approval.decided_by, approval.decided_at) == (
        ApprovalState.APPROVED,
        "Dr. Rey",
        NOW,
    )
    assert (approval.note, approval.use_until) == ("fine", until)


def test_every_decision_is_kept(guide: actions.Imported, wordset: WordSet) -> None:
    given: dict[str, Any] = {"wordset": wordset, "passages": guide.drafts[:1], "now": NOW}
    actions.submit(by="Ina Importer", **given)
    actions.approve(by="Dr. Rey", **given)
    actions.retire(by="Dr. Rey", note="label changed", **given)
    assert list(Decision.objects.values_list("state", "by")) == [
        ("in_review", "Ina Importer"),
        ("approved", "Dr. Rey"),
        ("retired", "Dr. Rey"),
    ]


def test_who_submits_is_not_who_decides(guide: actions.Imported, wordset: WordSet) -> None:
    actions.submit(wordset=wordset, passages=guide.drafts, by="Ina Importer", now=NOW)
    approval = Approval.objects.first()
    assert approval
    assert (approval.submitted_by, approval.decided_by) == ("Ina Importer", "")


def test_submitting_leaves_what_is_approved(approved: WordSet) -> None:
    assert actions.submit(wordset=approved, passages=Passage.objects.all(), by="Ina", now=NOW) == 0
    assert Approval.objects.approved().count() == 3


def test_who_imported_may_not_approve(guide: actions.Imported, wordset: WordSet) -> None:
    with pytest.raises(actions.ApprovalError, match="another reviewer must"):
        actions.approve(wordset=wordset, passages=guide.drafts, by=" ina importer", now=NOW)
    assert not Approval.objects.approved().exists()


def test_the_invented_reviewer_approves_in_the_demo(
    guide: actions.Imported, wordset: WordSet, settings: Settings
) -> None:
    settings.BONEMETS_MODE = "demo"
    given: dict[str, Any] = {"wordset": wordset, "passages": guide.drafts, "now": NOW}
    assert actions.approve(by=actions.DEMO_REVIEWER, **given) == 3


def test_the_invented_reviewer_is_refused_in_production(
    guide: actions.Imported, wordset: WordSet, settings: Settings
) -> None:
    settings.BONEMETS_MODE = "production"
    with pytest.raises(actions.ApprovalError, match="named clinical reviewer"):
        actions.approve(wordset=wordset, passages=guide.drafts, by=actions.DEMO_REVIEWER, now=NOW)
    assert not Approval.objects.approved().exists()


def test_a_decision_needs_a_name(guide: actions.Imported, wordset: WordSet) -> None:
    with pytest.raises(actions.ApprovalError, match="needs a name"):
        actions.approve(wordset=wordset, passages=guide.drafts, by=" ", now=NOW)


@pytest.mark.parametrize("kind", ["references", "notice"])
def test_back_matter_is_never_approved(
    guide: actions.Imported, wordset: WordSet, kind: str
) -> None:
    Section.objects.filter(title="Teeth").update(kind=kind)
    with pytest.raises(actions.ApprovalError, match="never sent"):
        actions.approve(wordset=wordset, passages=guide.drafts, by="Dr. Rey", now=NOW)


def test_approving_a_new_passage_retires_the_one_it_replaces(approved: WordSet) -> None:
    (draft,) = import_guide(GUIDE.replace("Brush each day", "Brush twice a day")).drafts
    actions.approve(wordset=approved, passages=[draft], by="Dr. Rey", now=NOW)
    old = Approval.objects.get(passage__document__version=1, passage__topic="dental-care")
    assert old.state == ApprovalState.RETIRED


def test_approving_a_new_template_retires_the_older_version(wordset: WordSet) -> None:
    old, new = make_template("CARD"), make_template("CARD", version=2, body="Save this.")
    for template in (old, new):
        actions.approve(wordset=wordset, templates=[template], by="Dr. Rey", now=NOW)
    assert list(Approval.objects.approved().values_list("template", flat=True)) == [new.pk]


def test_a_decision_moves_the_stamp(guide: actions.Imported, wordset: WordSet) -> None:
    before = WordSet.objects.get().stamp
    actions.approve(wordset=wordset, passages=guide.drafts, by="Dr. Rey", now=NOW)
    assert WordSet.objects.get().stamp != before


def test_one_word_sets_decision_is_not_anothers(guide: actions.Imported, wordset: WordSet) -> None:
    other = actions.make_wordset(slug="other", name="Other words")
    actions.approve(wordset=wordset, passages=guide.drafts, by="Dr. Rey", now=NOW)
    assert not Approval.objects.approved().filter(wordset=other).exists()

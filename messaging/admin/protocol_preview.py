"""Before a version is approved and before patients are moved: what changes for whom."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from messaging import clock
from messaging.actions import protocol_moving, protocols
from messaging.admin import people, protocol_pages
from messaging.admin.access import Verb
from messaging.admin.base import PageAdmin
from messaging.admin.refusals import carried_out
from messaging.models import Clinic, Patient, Protocol
from messaging.rules.plan_changes import Change

APPROVAL = "protocolapproval"
MOST_NAMED = 10
MOVED_AT_ONCE = 100
_WEEKS = protocol_moving.HORIZON.days / 7
_FIELDS = ("added", "moved", "out", "over", "texts_before", "texts_after")


@dataclass(frozen=True)
class Tally:
    """The sum over the patients looked at so far, and those most changed (key, change).

    It travels in the address from one part of the count to the next; `after` is the key of
    the last patient looked at.
    """

    seen: int = 0
    changed: int = 0
    after: int = 0
    total: Change = field(default_factory=Change)
    most: tuple[tuple[int, Change], ...] = ()

    def plus(self, found: list[tuple[int, Change]]) -> "Tally":
        ranked = sorted([*self.most, *found], key=lambda row: (-row[1].size, row[0]))
        return Tally(
            seen=self.seen + len(found),
            changed=self.changed + sum(change.size > 0 for _, change in found),
            after=found[-1][0] if found else self.after,
            total=sum((change for _, change in found), self.total),
            most=tuple(row for row in ranked[:MOST_NAMED] if row[1].size),
        )

    def packed(self) -> str:
        rows = [(self.seen, self.changed, self.after), _numbers(self.total)]
        rows += [(key, *_numbers(change)) for key, change in self.most]
        return urlencode({"so_far": "_".join(".".join(map(str, row)) for row in rows)})

    @classmethod
    def unpacked(cls, query: QueryDict) -> "Tally":
        """What `packed` gave; anything else begins anew."""
        try:
            rows = [
                [_number(n) for n in row.split(".")]
                for row in str(query.get("so_far", "")).split("_")
            ]
            (seen, changed, after), total, *most = rows
            named = tuple((key, Change(*numbers)) for key, *numbers in most)
            return cls(seen, changed, after, Change(*total), named)
        except (ValueError, TypeError):
            return cls()


def _number(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 13):
        raise ValueError(typed)
    return int(typed)


def _numbers(change: Change) -> tuple[int, ...]:
    return tuple(getattr(change, name) for name in _FIELDS)


class ProtocolPreview(PageAdmin):
    """One version at one clinic: the count, and the three acts by name."""

    def preview_urls(self) -> list[URLPattern]:
        view, stem = self.admin_site.admin_view, f"{self.opts.app_label}_{self.name}"
        at = "<int:object_id>/at/<int:clinic>/"
        return [
            path(at, view(self.at_view), name=f"{stem}_at"),
            path(f"{at}count/", view(self.count_view), name=f"{stem}_count"),
        ]

    def at_view(self, request: HttpRequest, object_id: int, clinic: int) -> HttpResponse:
        protocol = self.found(request, str(object_id))
        at = self._clinic(request, protocol, clinic)
        if request.method == "POST":
            self._act(request, protocol, at)
            return redirect(self.url_of("at", protocol.pk, at.pk))
        known = protocol_pages.at_clinic(protocol, at)
        context = {
            **self._counted(request, protocol, at, Tally()),
            **known,
            "title": "What changes",
            "may_approve": self._may_approve(request, at),
            "objections": protocols.objections(clinic=at, protocol=protocol, now=clock.now()),
            "on_none": protocol_moving.on_none(at, protocol),
        }
        return TemplateResponse(request, "admin/messaging/protocol/at.html", context)

    def count_view(self, request: HttpRequest, object_id: int, clinic: int) -> HttpResponse:
        """The next part of the count, for the page that shows it."""
        protocol = self.found(request, str(object_id))
        at = self._clinic(request, protocol, clinic)
        context = self._counted(request, protocol, at, Tally.unpacked(request.GET))
        template = "count" if request.headers.get("HX-Request") else "count_page"
        return TemplateResponse(request, f"admin/messaging/protocol/{template}.html", context)

    def _clinic(self, request: HttpRequest, protocol: Protocol, pk: int) -> Clinic:
        mine = people.within(request.user, self.name, "pk")
        found = Clinic.objects.filter(mine, pk=pk).first()
        if found is None or protocol.clinic_id not in (None, pk):
            raise Http404("There is no such page.")
        return found

    def _may_approve(self, request: HttpRequest, clinic: Clinic) -> bool:
        return people.may(request.user, Verb.ADD, APPROVAL, clinic.pk)

    def _counted(
        self, request: HttpRequest, protocol: Protocol, clinic: Clinic, so_far: Tally
    ) -> dict[str, Any]:
        found = protocol_moving.changes(
            clinic=clinic, to=protocol, now=clock.now(), after=so_far.after
        )
        tally = so_far.plus(found)
        enrolled = protocol_moving.patients_on_others(clinic, protocol).count()
        rest = f"{self.url_of('count', protocol.pk, clinic.pk)}?{tally.packed()}"
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "narrow": True,
            "protocol": protocol,
            "clinic": clinic,
            "tally": tally,
            "enrolled": enrolled,
            "next_url": rest if found and tally.seen < enrolled else "",
            "before": _a_week(tally.total.texts_before, tally.seen),
            "after": _a_week(tally.total.texts_after, tally.seen),
            "most": self._named(request, clinic, tally),
            "title": "What changes",
        }

    def _named(self, request: HttpRequest, clinic: Clinic, tally: Tally) -> list[dict[str, Any]]:
        """A link for whoever sees patients; for others the count alone."""
        sees = people.may(request.user, Verb.VIEW, "patient", clinic.pk)
        rows = Patient.objects.filter(clinic=clinic).in_bulk([key for key, _ in tally.most])
        return [
            {
                "patient": rows[key] if sees else None,
                "key": key,
                "change": change,
                "before": _a_week(change.texts_before, 1),
                "after": _a_week(change.texts_after, 1),
            }
            for key, change in tally.most
            if key in rows
        ]

    def _act(self, request: HttpRequest, protocol: Protocol, clinic: Clinic) -> None:
        if not self._may_approve(request, clinic):
            raise PermissionDenied
        acts = {"approve": self._approve, "move": self._move, "off": self._switch_off}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404("There is no such act.")
        act(request, protocol, clinic)

    def _approve(self, request: HttpRequest, protocol: Protocol, clinic: Clinic) -> None:
        deed = partial(
            protocols.approve,
            clinic=clinic,
            protocols=[protocol],
            by=people.me(request),
            now=clock.now(),
        )
        carried_out(request, deed, done="Approved: new patients are enrolled on this version.")

    def _switch_off(self, request: HttpRequest, protocol: Protocol, clinic: Clinic) -> None:
        deed = partial(
            protocols.switch_off,
            clinic=clinic,
            protocol=protocol,
            by=people.me(request),
            now=clock.now(),
            why=request.POST.get("why", ""),
        )
        carried_out(request, deed, done="Switched off: nobody new is enrolled on it.")

    def _move(self, request: HttpRequest, protocol: Protocol, clinic: Clinic) -> None:
        """Each patient in a transaction of her own: what comes in need not wait for all."""
        try:
            done = protocol_moving.move_enrolments(
                clinic=clinic,
                to=protocol,
                by=people.me(request),
                now=clock.now(),
                limit=MOVED_AT_ONCE,
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return
        messages.success(request, _told(done))
        if done.failed:
            messages.error(
                request, f"{done.failed} could not be moved: an operator finds why in the log."
            )


def _told(done: protocol_moving.Moved) -> str:
    left = f" {done.left} are left: press again." if done.left else ""
    return f"{done.moved} moved, and their texts to come are planned anew.{left}"


def _a_week(texts: int, patients: int) -> str:
    """Texts a patient a week, to one place after the point."""
    return f"{texts / _WEEKS / patients:.1f}" if patients else ""

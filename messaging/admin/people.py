"""Which roles the signed-in person holds, and what they reach."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from messaging.admin import access
from messaging.admin.access import Held, Verb
from messaging.models import Membership

_KEPT = "_held_roles"


def me(request: HttpRequest) -> AbstractBaseUser:
    """Who is signed in: the name under which every act is kept."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def held_by(user: Any) -> tuple[Held, ...]:
    """Read once a request: a change of rights counts from the next one on."""
    if not getattr(user, "is_active", False):
        return ()
    kept: tuple[Held, ...] | None = getattr(user, _KEPT, None)
    if kept is None:
        rows = Membership.objects.filter(user_id=user.pk).values_list("role", "clinic_id")
        kept = tuple(Held(role=role, clinic=clinic) for role, clinic in rows)
        setattr(user, _KEPT, kept)
    return kept


def reach(user: Any, verb: str, model: str) -> frozenset[int] | None:
    """The clinics at which this person may; None: at every clinic."""
    if user.is_active and user.is_superuser:
        return None
    return access.clinics(held_by(user), verb, model)


def may(user: Any, verb: str, model: str, clinic: int | None = None) -> bool:
    """Without a clinic: anywhere at all.  With one: there."""
    found = reach(user, verb, model)
    if found is None:
        return True
    return clinic in found if clinic is not None else bool(found)


def within(user: Any, model: str, *paths: str, verb: str = Verb.VIEW) -> Q:
    """The rows of a model that belong to the person's clinics, by any of the paths."""
    found = reach(user, verb, model)
    if found is None:
        return Q()
    mine = Q(pk__in=())
    for path in paths:
        mine |= Q(**{f"{path}__in": found})
    return mine


class RoleBackend(ModelBackend):
    """Lets `user.has_perm` answer from memberships, so that every admin page obeys them."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        app, _, codename = perm.partition(".")
        verb, _, model = codename.partition("_")
        return app in ("messaging", "content") and may(user_obj, verb, model)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label in ("messaging", "content") and bool(held_by(user_obj))

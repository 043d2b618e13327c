"""Content-Security-Policy and no-store on every page (ASVS 3.4.3, 14.3.2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

STRICT = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# The admin's theme sets styles on elements, draws icons from data and evaluates attributes.
ADMIN = f"{STRICT}; img-src 'self' data:; style-src 'self' 'unsafe-inline'; " + (
    "script-src 'self' 'unsafe-eval'"
)


def policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware; a header that a view has set itself stands."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        admin = request.path.startswith(reverse("admin:index"))
        response.headers.setdefault("Content-Security-Policy", ADMIN if admin else STRICT)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer

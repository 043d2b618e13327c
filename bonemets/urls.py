"""Where each address leads.  The phone and the simulator exist in the demo only."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from bonemets import health
from messaging import webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("twilio/", include(webhooks.urlpatterns)),
    path("health/live", health.live),
    path("health/ready", health.ready),
]
if settings.BONEMETS_MODE == "demo":
    urlpatterns += [
        path("simulator/", include("messaging.simulator.urls")),
        path("phone/", include("messaging.simulator.phone_urls")),
    ]

"""Included at `/phone/`, in the demo only."""

from django.urls import path

from messaging.simulator import phone

urlpatterns = [
    path("", phone.page, name="phone"),
    path("state", phone.state, name="phone-state"),
    path("send", phone.send, name="phone-send"),
    path("step", phone.step, name="phone-step"),
]

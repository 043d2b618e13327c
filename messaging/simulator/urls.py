"""Included at `/simulator/`, in the demo only."""

from django.urls import path

from messaging.gateway.twilio_forms import API_VERSION
from messaging.simulator.views import message, messages

_ACCOUNT = f"{API_VERSION}/Accounts/<str:account>"

urlpatterns = [
    path(f"{_ACCOUNT}/Messages.json", messages),
    path(f"{_ACCOUNT}/Messages/<str:sid>.json", message),
]

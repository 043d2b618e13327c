"""The admin's look and where its menu comes from; strings name callables of the admin."""

from typing import Any

# A calm teal; 600 on white and 400 on near-black both pass WCAG AA (4.5:1).
_PRIMARY = {
    "50": "oklch(98.2% .014 190)",
    "100": "oklch(95.3% .035 190)",
    "200": "oklch(90.4% .06 190)",
    "300": "oklch(84% .09 190)",
    "400": "oklch(76% .11 190)",
    "500": "oklch(66% .11 190)",
    "600": "oklch(50% .09 190)",
    "700": "oklch(44% .08 190)",
    "800": "oklch(38% .065 190)",
    "900": "oklch(33% .055 190)",
    "950": "oklch(24% .045 190)",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Bonemets",
    "SITE_HEADER": "Bonemets",
    "SITE_SUBHEADER": "messaging.admin.theme.subheader",
    "SITE_SYMBOL": "sms",
    "SITE_URL": "/admin/",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": "messaging.admin.theme.favicon"}
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "6px",
    "STYLES": ["messaging.admin.theme.stylesheet"],
    "COLORS": {
        "primary": _PRIMARY,
        "font": {
            "subtle-light": "var(--color-base-600)",
            "subtle-dark": "var(--color-base-300)",
            "default-light": "var(--color-base-700)",
            "default-dark": "var(--color-base-200)",
            "important-light": "var(--color-base-900)",
            "important-dark": "var(--color-base-100)",
        },
    },
    "SIDEBAR": {"show_search": False, "navigation": "messaging.admin.theme.navigation"},
    "DASHBOARD_CALLBACK": "messaging.admin.home.dashboard",
}

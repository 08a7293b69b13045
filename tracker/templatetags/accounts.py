"""How a browser is called on the page of one's sessions."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# In this order: most browsers also call themselves by the names of others.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari"}
SYSTEMS = {name: name for name in ("Android", "iPhone", "iPad", "Windows")} | {"Mac": "macOS", "Linux": "Linux"}


@register.filter
def browser(agent: str) -> str:
    """“Firefox on Linux”; of one that is not known, the first words it says of itself."""
    name = next((name for word, name in BROWSERS.items() if word in agent), None)
    system = next((name for word, name in SYSTEMS.items() if word in agent), None)
    if name and system:
        return _("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or system or agent[:40] or _("a browser that doesn't say which")

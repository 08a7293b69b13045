"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest

from tracker.permissions import Permission

# The cookie of a browser in which the keys of the site are switched off.
KEYS_OFF = "keys_off"


def site(request: HttpRequest) -> dict[str, object]:
    """`four_eyes`: whether the second pair of eyes is on; `may`: the permissions of the signed-in user by name;
    `keys`: whether single keys do something."""
    user = getattr(request, "user", None)
    allowed = {p.name: bool(user and user.is_authenticated and user.may(p)) for p in Permission}
    return {"four_eyes": settings.FOUR_EYES, "may": allowed, "keys": not request.COOKIES.get(KEYS_OFF)}

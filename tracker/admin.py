"""Django's admin: names of accounts, tokens and vocabularies; never people or cases."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin

from tracker.models import ApiToken, User

# Second factors and sessions are their owners'; what an admin may do to an account is at `/accounts/`, with its line.
admin.site.unregister([EmailAddress, Authenticator, UserSession])


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["username", "display_name", "role", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "display_name"]
    fields = ["username", "display_name", "email", "role", "is_active"]
    # A role opens cases: it is given at `/accounts/`, by somebody who shows that they are who they are.
    readonly_fields = ["role", "is_active"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    list_display = ["token_key", "user", "audience", "expiry", "last_used_at"]
    fields = ["user", "audience", "scopes", "expiry"]
    readonly_fields = ["user"]

    def has_add_permission(self, request) -> bool:
        """Made by `create_token`, which shows the token once."""
        return False

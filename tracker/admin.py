"""Django's admin: accounts, tokens and vocabularies; never people or cases."""

from django.contrib import admin

from tracker.models import ApiToken, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["username", "display_name", "role", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "display_name"]
    fields = ["username", "display_name", "email", "role", "is_active"]


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    list_display = ["token_key", "user", "audience", "expiry", "last_used_at"]
    fields = ["user", "audience", "scopes", "expiry"]
    readonly_fields = ["user"]

    def has_add_permission(self, request) -> bool:
        """Made by `create_token`, which shows the token once."""
        return False

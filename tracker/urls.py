"""Every address of the site; apps are included by name."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from tracker import account_views, team_views, views

# Django's admin has a form of its own, which would ask for no second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as its documentation says

handler400 = "tracker.views.bad_request"

urlpatterns = [
    # First, since each pattern before it would be tried for every request of every partner.
    path("api/v1/", include("tracker.api_urls")),
    path("", views.Home.as_view(), name="home"),
    # Those that begin with account_ and mfa_ are names that allauth asks for; what is not here is nowhere.
    path("sign-in/", account_views.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", account_views.Code.as_view(), name="mfa_authenticate"),
    path("sign-in/<str:secret>/", account_views.SignInByLink.as_view(), name="sign-in-link"),
    path("sign-out/", account_views.SignOut.as_view(), name="sign-out"),
    path("account/", account_views.OwnAccount.as_view(), name="account"),
    path("account/password/", account_views.ChangePassword.as_view(), name="account-password"),
    path("account/keys/", account_views.Keys.as_view(), name="account-keys"),
    path("account/sessions/", account_views.EndSessions.as_view(), name="account-sessions"),
    path("account/confirm/", account_views.Confirm.as_view(), name="account_reauthenticate"),
    path("account/confirm/code/", account_views.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("account/second-factor/", account_views.Activate.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/off/", account_views.Deactivate.as_view(), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", account_views.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", account_views.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("accounts/", team_views.Accounts.as_view(), name="accounts"),
    path("accounts/new/", team_views.Invite.as_view(), name="accounts-invite"),
    path("accounts/<int:account>/<slug:change>/", team_views.ChangeAccount.as_view(), name="accounts-change"),
    path("unfinished/keep/", views.KeepTyping.as_view(), name="unfinished-keep"),
    path("unfinished/<slug:key>/discard/", views.DiscardUnfinished.as_view(), name="unfinished-discard"),
    path("read-date/", views.ReadDate.as_view(), name="read-date"),
    path("health/live", views.live, name="health-live"),
    path("health/ready", views.Ready.as_view(), name="health-ready"),
    path("admin/", admin.site.urls),
    path("", include("cases.urls")),
    path("", include("reports.urls")),
]

"""The addresses at which people sign in and look after their accounts, below /newsroom/.

Each is named as django-allauth looks for it. What is not in this list is no way in: its pages for signing up, for signing
in by a code, or for changing e-mail addresses have no address here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as proofs
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

from broadsheet.staff import views

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("login/second/", proofs.authenticate, name="mfa_authenticate"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("login/inactive/", account.account_inactive, name="account_inactive"),
    path("login/forgotten/", views.forgotten, name="forgotten_password"),
    path("login/link/<str:secret>/", views.choose_password, name="choose_password"),
    # Wagtail's own ways to a new password lead to ours.
    path("password_reset/", views.forgotten),
    path("sign-in/", proofs.index, name="mfa_index"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/second/", proofs.reauthenticate, name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("sign-in/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("sign-in/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("sign-in/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("sign-in/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "sign-in/codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("sign-in/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("sign-in/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("sign-in/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("sign-in/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("sign-in/sessions/", views.sessions, name="sessions"),
]

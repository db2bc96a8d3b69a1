"""Who gets an account: people whom the office appoints, and nobody by themselves."""

from allauth.account.adapter import DefaultAccountAdapter


class StaffAccounts(DefaultAccountAdapter):
    """Closes the sign-up page: accounts are made by an administrator."""

    def is_open_for_signup(self, request):
        return False

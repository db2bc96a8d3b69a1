"""How Django and Wagtail ask for rights: from the posts, like everybody else."""

from django.contrib.auth.backends import BaseBackend

from .rights import may, rights_table


class PostBackend(BaseBackend):
    """Answers ``user.has_perm`` from posts, so that Wagtail asks the same table."""

    def has_perm(self, user_obj, perm, obj=None):
        return perm in rights_table() and may(user_obj, perm, obj)

    def get_all_permissions(self, user_obj, obj=None):
        return {right for right in rights_table() if may(user_obj, right, obj)}

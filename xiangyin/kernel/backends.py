"""How Django and Wagtail ask for rights: from the posts, like everybody else."""

from django.contrib.auth.backends import BaseBackend

from .rights import may, rights_table


class PostBackend(BaseBackend):
    """Answers ``user.has_perm`` from posts, so that Wagtail asks the same table."""

    def has_perm(self, user_obj, perm, obj=None):
        return perm in rights_table() and may(user_obj, perm, obj)

from django.db import models


class ClientKey(models.Model):
    """A request that was done, by the key its form or its script made.

    Written in the transaction of what the request did: where the row is, the effect
    is, and the other way round. It holds no more than is needed to give the same
    answer again: no page, no form, and the request itself only as a fingerprint.
    """

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.TextField(blank=True)
    data = models.TextField(blank=True)
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="one_request_a_key")
        ]

    def __str__(self):
        return self.key

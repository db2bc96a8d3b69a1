"""What an answered question shows is offered to the newsroom as a tip.

The offer's own words go over, and where; neither the question nor who asked it.
"""

import uuid

from django.utils import timezone

from xiangyin.answers.events import OFFERED
from xiangyin.answers.models import TipOffer
from xiangyin.kernel.services.outbox import hears
from xiangyin.newsroom.services.tips import receive_offer

# One offer is one tip, however often its letter comes.
OFFERS = uuid.UUID("6f0c2f5e-55c8-4a35-9f0e-0d1f6f6c7a11")


@hears(OFFERED, as_="newsroom")
def open_a_tip(letter) -> None:
    offers = TipOffer.objects.select_related(
        "question__county", "question__place", "by"
    )
    offer = offers.filter(pk=letter.payload["offer"]).first()
    if offer:
        question = offer.question
        receive_offer(
            by=offer.by,
            unit=question.place or question.county,
            text=offer.text,
            place=str(question.place or ""),
            key=uuid.uuid5(OFFERS, str(offer.pk)),
            today=timezone.localdate(),
        )

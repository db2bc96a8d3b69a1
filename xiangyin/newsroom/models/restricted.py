"""Who may see a page at all, asked in one question."""

from wagtail.models import PageViewRestriction


class AskedAtOnce:
    """A page that is no alias, nor is any above it: its restrictions are one question.

    Wagtail reads every page above first, to follow aliases. Ours have none: a story
    refuses to be one, and what stands above stories is never copied.
    """

    # All that may hold for this page, where they are at hand.
    restrictions: list[PageViewRestriction] | None = None

    def get_view_restrictions(self):
        step = self.steplen
        above = [self.path[:end] for end in range(step, len(self.path) + 1, step)]
        if self.restrictions is not None:
            return [each for each in self.restrictions if each.page.path in above]
        return PageViewRestriction.objects.filter(page__path__in=above)

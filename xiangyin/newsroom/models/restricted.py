"""Who may see a page at all, asked in one question."""

from wagtail.models import PageViewRestriction


class AskedAtOnce:
    """A page that is no alias, nor is any above it: its restrictions are one question.

    Wagtail reads every page above first, to follow aliases. Ours have none: a story
    refuses to be one, and what stands above stories is never copied.
    """

    def get_view_restrictions(self):
        step = self.steplen
        above = [self.path[:end] for end in range(step, len(self.path) + 1, step)]
        return PageViewRestriction.objects.filter(page__path__in=above)

"""Let the rare fingerprints of an article vote for the texts that hold them.

Rarity is what tells reuse from formula: the phrases that every official report
repeats are held by many texts and weigh nothing. A fingerprint's worth depends on
nothing but how many texts hold it, so it does not matter in what order they came.
"""

import numpy as np

from .compiling import kernel, lean

# A small collection does not know yet which phrases are common: it is given the
# benefit of this many imagined texts which hold none of them.
IMAGINED = 3000
# Worth is the natural logarithm of "one in so many texts", between these two: from
# one in 3,000 on a phrase is as rare as can be told, at one in 40 it is a formula.
RARE, COMMON = 8.0, 3.7
# What stands in a passage counts less, sooner: above one in 1,300 it is a turn of
# phrase, which tells nothing of who wrote it first.
FRESH, STALE = 8.13, 7.2
# In so many texts (the imagined ones among them). In a larger collection the counts that
# these come to hold on, three texts and five: a series, a column or an agency's copy has
# as many texts as it has, however many strangers stand beside it.
SETTLED = 6800
# What a common one is still worth, lest a text filed many times be lost.
LEAST = 0.02
# Postings weighed for one article, the rarest fingerprints first: a bound on work.
BUDGET = 4096
NO_TEXT = 0xFFFFFFFF
UP = np.uintp


@kernel
def worth_of(holders, total):
    """Return the worth of fingerprints that so many of all texts hold, from 0 to 1."""
    worth = np.empty(len(holders), np.float32)
    for each in range(len(holders)):
        rarity = np.log((total + IMAGINED) / max(holders[each], 1))
        share = (min(rarity, RARE) - COMMON) / (RARE - COMMON)
        worth[each] = max(share, LEAST)
    return worth


@kernel
def dullness_of(holders, common, total):
    """Return how dull fingerprints are that so many of all texts hold, from 0 to 1.

    What is ``common`` anyway is dull, whoever holds it. The last number is of what no
    text holds.
    """
    dull = np.zeros(len(holders) + 1, np.float32)
    size = min(float(total + IMAGINED), float(SETTLED))
    for each in range(len(holders) + 1):
        held = max(holders[each], 1) if each < len(holders) else 1
        rarity = np.log(size / held)
        dull[each] = min(max((FRESH - rarity) / (FRESH - STALE), 0.0), 1.0)
        if each < len(holders) and common[each]:
            dull[each] = 1.0
    return dull


@kernel
def afford(worth, holders, lengths, news, print_ends, budget):
    """Return the worth of what may vote: each print once, the rarest within budget.

    A print of one symbol is a code that stands for itself, and votes twice.
    """
    votes = np.zeros(len(worth), np.float32)
    for text in range(len(print_ends) - 1):
        left, below, most = budget, 0, 8
        begin, end = print_ends[text], print_ends[text + 1]
        highest = 0
        for each in range(begin, end):
            highest = max(highest, holders[each])
        while left > 0 and below < min(budget, highest):
            for each in range(begin, end):
                if news[each] and below < holders[each] <= most and left > 0:
                    left -= holders[each]
                    votes[each] = worth[each] * (2 if lengths[each] == 1 else 1)
            below, most = most, most * 8
    return votes


@kernel
def count_votes(table, begin, stop, votes, print_ends, alive, keys, fewest, most):
    """Return rows of article, text and worth of votes: the ``most`` with most votes.

    Fewer votes than ``fewest`` are not enough. ``keys`` settle the order of equals,
    whatever order the texts were added in.
    """
    articles = len(print_ends) - 1
    totals = np.zeros(len(alive), np.float32)
    touched = np.empty(len(alive) + 1, np.uint32)
    pairs = np.empty((articles * most, 2), np.int32)
    worths = np.empty(articles * most, np.float32)
    longest = 0
    for article in range(articles):
        longest = max(longest, print_ends[article + 1] - print_ends[article])
    ahead = np.empty(longest + 1, np.int64)
    found = 0
    for article in range(articles):
        first, last = print_ends[article], print_ends[article + 1]
        voters = _fetch(table.texts, begin, stop, votes, first, last, ahead)
        count = _vote(table.texts, begin, stop, votes, ahead[:voters], totals, touched)
        kept = _keep(touched, count, totals, alive, fewest)
        for _ in range(min(kept, most)):
            best = _best(touched, kept, totals, keys)
            pairs[found, 0], pairs[found, 1] = article, touched[best]
            worths[found] = totals[touched[best]]
            totals[touched[best]] = 0.0
            found += 1
            kept -= 1
            touched[best] = touched[kept]
        for each in range(kept):
            totals[touched[each]] = 0.0
    return pairs[:found], worths[:found]


@lean
def _fetch(texts, begin, stop, votes, first, last, ahead):
    """Write which fingerprints vote, and touch the first text of each; return how many.

    The processor has many on their way at once, where voting would wait for each.
    """
    count, touched = UP(0), np.uint32(0)
    for each in range(first, last):
        ahead[count] = each
        # What votes may be held in another segment only.
        count += UP((votes[each] > 0.0) & (stop[each] > begin[each]))
    for voter in range(count):
        touched |= texts[begin[ahead[voter]]]
    # Never true of a number of texts; without it the compiler would leave all out.
    ahead[count] = touched == NO_TEXT
    return np.int64(count)


@lean
def _vote(texts, begin, stop, votes, voters, totals, touched):
    """Add up the votes for each text, and write which they are; return how many."""
    count = UP(0)
    for voter in range(len(voters)):
        each = UP(voters[voter])
        for place in range(UP(begin[each]), UP(stop[each])):
            text = texts[place]
            # Written in any case, kept if it is new.
            touched[count] = text
            count += UP(totals[text] == 0.0)
            totals[text] += votes[each]
    return np.int64(count)


@lean
def _keep(touched, count, totals, alive, fewest):
    """Move what has enough votes and lives to the front, forget the rest."""
    kept = 0
    for each in range(count):
        text = touched[each]
        if totals[text] >= fewest and alive[text]:
            touched[kept] = text
            kept += 1
        else:
            totals[text] = 0.0
    return kept


@lean
def _best(touched, count, totals, keys):
    best = 0
    for each in range(1, count):
        one, other = touched[each], touched[best]
        if totals[one] > totals[other] or (
            totals[one] == totals[other] and keys[one] < keys[other]
        ):
            best = each
    return best

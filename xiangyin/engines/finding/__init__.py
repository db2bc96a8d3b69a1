"""How a public text is found: what is kept of it, what is asked, what comes first.

``written`` writes a text the one way it is compared in and says which tokens stand
for it; ``asked`` reads a query into what a text must hold; ``days`` knows dates in all
their spellings; ``ranking`` puts what was found in order; ``sounds`` and ``slips`` know
which words somebody may have meant.

Whatever keeps the tokens needs to know no Chinese: it says which rows hold *all* of
some tokens, newest first. So every database finds and ranks the same.
"""

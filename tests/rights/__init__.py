"""Who may open what: every address, every role, own and other people's things.

``world`` furnishes two counties, ``routes`` walks the resolver, ``rows`` says what is
meant for each address, ``knocking`` asks and compares.
"""

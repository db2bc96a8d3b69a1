"""How quick the answers desk is with 100,000 questions."""

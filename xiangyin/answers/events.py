"""What the answers desk announces."""

# Facts that other desks must surely hear of, told by letter (decision 0003).
ANSWERED = "answers.question_answered"
OFFERED = "answers.offered_to_newsroom"

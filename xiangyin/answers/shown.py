"""What everybody reads of this desk, and which changes let a kept page go.

A page of ours that shows another table needs its line here; a test compares both.
"""

from xiangyin.kernel.made_from import shows

# What every list of answered questions hangs on.
ANSWERS = "answers"


def answer_note(question_id: int) -> str:
    """What the page of one answered question hangs on."""
    return f"answer:{question_id}"


shows(
    "answers_publication",
    f"SELECT '{ANSWERS}'",
    "SELECT 'answer:' || {row}.question_id",
)
# Of a question only what stands beside its publication, and only if it has one: of
# fifty that come in each second, no page is made anew.
PUBLISHED = (
    "WHERE EXISTS (SELECT 1 FROM answers_publication WHERE question_id = NEW.id)"
)
shows(
    "answers_question",
    f"SELECT '{ANSWERS}' {PUBLISHED}",
    f"SELECT 'answer:' || NEW.id {PUBLISHED}",
    columns=("number", "asked_at", "answered_at", "unit_id", "matter_id"),
    events=("UPDATE",),
)
# Matters change seldom, and the page of each answer names one.
shows("answers_matter", "SELECT 'everything'", columns=("name", "name_en", "position"))
# The copies of photos that everybody may see, and what was promised with its steps.
shows(
    "answers_publicphoto",
    "SELECT 'answer:' || question_id FROM answers_questionphoto"
    " WHERE id = {row}.photo_id",
)
shows("answers_undertaking", "SELECT 'answer:' || {row}.question_id")
shows(
    "answers_undertakingstep",
    "SELECT 'answer:' || question_id FROM answers_undertaking"
    " WHERE id = {row}.undertaking_id",
)
# What was promised is public from when the reply is sent.
shows(
    "answers_reply",
    "SELECT 'answer:' || {row}.question_id",
    columns=("sent_at",),
    events=("UPDATE",),
)
shows(
    "answers_questionphoto",
    "SELECT 'answer:' || {row}.question_id",
    events=("DELETE",),
)

"""What the answers desk's staff screens have in common."""

from xiangyin.kernel import desk


class DeskView(desk.DeskView):
    """One screen of the desk."""

    right = "answers.see"
    header_icon = "help"

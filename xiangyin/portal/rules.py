"""Who may do what on the public site."""

from xiangyin.kernel.rights import STAFF, Role, grant

ARRANGE = "portal.arrange_front"

grant("portal.see", *STAFF)
# What stands on the front page besides stories is read by nobody else before it is
# public: so it takes the post that has the last word on stories, or the administrator's.
grant(ARRANGE, Role.FINAL_READER, Role.ADMINISTRATOR)
grant("portal.keep_occasions", Role.EDITOR, Role.ADMINISTRATOR)
grant("portal.keep_services", Role.EDITOR, Role.ADMINISTRATOR)
grant("portal.keep_imprint", Role.ADMINISTRATOR)
grant("portal.see_visits", *STAFF)

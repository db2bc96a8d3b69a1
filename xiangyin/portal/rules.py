"""Who may look at what the public site counts."""

from xiangyin.kernel.rights import STAFF, grant

grant("portal.see_visits", *STAFF)

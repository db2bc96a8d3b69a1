"""Who may see and keep the channels."""

from xiangyin.kernel.rights import STAFF, Role, grant

grant("publishing.see", *STAFF)
grant("publishing.keep", Role.FINAL_READER, Role.ADMINISTRATOR)

"""Which posts carry the kernel's own rights."""

from .rights import ANSWERING, EVERY_ROLE, STAFF, Role, grant

grant("wagtailadmin.access_admin", *STAFF, *ANSWERING)
grant("kernel.use_the_house", *EVERY_ROLE)
grant("kernel.administer", Role.ADMINISTRATOR)
grant("kernel.see_letters", Role.ADMINISTRATOR)

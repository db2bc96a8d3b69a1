"""Who may do what with the ledger."""

from xiangyin.kernel.rights import STAFF, Role, grant

grant("placements.see", *STAFF)
grant("placements.handle", Role.EDITOR, Role.LEDGER_KEEPER)
grant("placements.keep", Role.LEDGER_KEEPER, Role.ADMINISTRATOR)
grant("placements.see_bulletin", *STAFF)
grant("placements.object", *STAFF)

"""What the public site keeps of people: nothing of its readers."""

from xiangyin.kernel.personal import not_personal

not_personal("sections of the paper", "portal.Section")
not_personal("the office's own address and numbers", "portal.Imprint")
not_personal(
    "what an office announces to everybody: dates, services, its own doors and numbers",
    "portal.Home",
    "portal.Occasion",
    "portal.Service",
    "portal.UnitCard",
)

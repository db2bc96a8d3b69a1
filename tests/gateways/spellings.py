"""Ways to write the address of this very machine, made by rule.

``vendored`` are those of PayloadsAllTheThings; ``own`` adds what its generator does
not make: every mix of bases, other scripts, IPv6 that carries IPv4, and addresses
that two readers read differently.
"""

from itertools import product
from pathlib import Path

FILE = Path(__file__).parents[1] / "data/hostile/loopback_forms.txt"

OCTETS_127 = ["127", "0177", "0x7f", "0X7F", "000000177", "0x000000007f"]
OCTETS_1 = ["1", "01", "0x1", "0x01"]
OTHERS = ["127.0.0.2", "127.1.1.1", "127.127.127.127", "127.255.255.254", "0.0.0.0"]
SHORT = ["127.1", "127.0.1", "0177.1", "0x7f.1", "127.65535", "127.0.257", "0", "0x0"]
WHOLE = ["2130706433", "017700000001", "0x7f000001", "0x7F000001", "0017700000001"]
IPV6 = [
    "::1", "0:0:0:0:0:0:0:1", "0000:0000:0000:0000:0000:0000:0000:0001", "0::1",
    "::0:1", "::0001", "::", "0:0:0:0:0:0:0:0", "::ffff:127.0.0.1", "::ffff:7f00:1",
    "::FFFF:127.0.0.1", "0:0:0:0:0:ffff:7f00:0001", "::ffff:0.0.0.0", "::127.0.0.1",
    "::7f00:1", "::ffff:0:127.0.0.1", "::ffff:127.0.0.2", "64:ff9b::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:7f00:0001::1",
    "2001:0:7f00:1::", "fe80::1", "fec0::1", "::1%25lo", "fe80::1%25lo", "::1%lo",
]  # fmt: skip
NAMES = [
    "localhost", "LOCALHOST", "LocalHost", "localhost.", "localhost.localdomain",
    "localhost6", "ip6-localhost", "ip6-loopback", "127.0.0.1.nip.io",
    "127-0-0-1.sslip.io", "localtest.me", "vcap.me", "a.localhost", "xn--localhost-",
    "xn--fiqs8s", "清岚县.example", "ｌｏｃａｌｈｏｓｔ", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "𝐥𝐨𝐜𝐚𝐥𝐡𝐨𝐬𝐭", "loca\u00adlhost",
]  # fmt: skip
DIGITS = [
    "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡", "𝟬𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵",
    "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿", "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉",
]  # fmt: skip
DOTS = ["。", "．", "｡"]
PARTED = [
    "http://a.example@127.0.0.1:{port}/", "http://a.example:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@a.example/", "http://127.0.0.1:{port}?@a.example/",
    "http://127.0.0.1:{port}\\@a.example/", "http://a.example\\@127.0.0.1:{port}/",
    "http://a.example%00@127.0.0.1:{port}/", "http://a.example%23@127.0.0.1:{port}/",
    "http://127.0.0.1%2f@a.example:{port}/", "http://[::1]@127.0.0.1:{port}/",
    "http://@127.0.0.1:{port}/", "http://:@127.0.0.1:{port}/",
    "http:\\\\127.0.0.1:{port}\\", "http:/127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/", "http:///127.0.0.1:{port}/", "http:////127.0.0.1:{port}/",
    "//127.0.0.1:{port}/", "HTTP://127.0.0.1:{port}/", "hTTp://127.0.0.1:{port}",
    " http://127.0.0.1:{port}/", "\thttp://127.0.0.1:{port}/\n",
    "ht\ntp://127.0.0.1:{port}/", "http://127.0\t.0.1:{port}/",
    "http://127.0.0.1:{port}/\r\nHost: a.example", "http://127.0.0.1\r\n:{port}/",
    "http://127.0.0.1 :{port}/", "http://127.0.0.1:{port}/%0d%0aX: 1",
    "http://127.0.0.1.:{port}/", "http://127.0.0.1..:{port}/", "http://.127.0.0.1:{port}/",
    "http://127.0.0.1:0{port}/", "http://127.0.0.1:000{port}/", "http://127.0.0.1:+{port}/",
    "http://[127.0.0.1]:{port}/", "http://[::1]:{port}:80/", "http://127。0。0。1:{port}/",
    "http://%31%32%37.0.0.1:{port}/", "http://127%2e0%2e0%2e1:{port}/",
    "https://127.0.0.1:{port}/", "url:http://127.0.0.1:{port}/",
    "jar:http://127.0.0.1:{port}/!/", "feed:http://127.0.0.1:{port}/",
    "feed://127.0.0.1:{port}/", "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_",
    "dict://127.0.0.1:{port}/", "file://127.0.0.1/", "http://127.0.0.1:{port};a.example/",
    "http://127.0.0.1:{port},a.example/", "http://127.0.0.1&@a.example:{port}/",
]  # fmt: skip


def vendored(port: int) -> list[str]:
    lines = FILE.read_text("utf-8").splitlines()
    return [line.replace("18099", str(port)) for line in lines if line.strip()]


def own(port: int) -> list[str]:
    """Spellings by rule, each once and none of the vendored."""
    hosts = [f"{a}.0.0.{b}" for a, b in product(OCTETS_127, OCTETS_1)]
    hosts += [*OTHERS, *SHORT, *WHOLE, *NAMES, *(f"[{address}]" for address in IPV6)]
    scripts = [str.maketrans("0123456789", digits) for digits in DIGITS]
    hosts += ["127.0.0.1".translate(script) for script in scripts]
    hosts += ["2130706433".translate(script) for script in scripts]
    hosts += [
        "127.0.0.1".translate(script).replace(".", dot)
        for script, dot in product(scripts[:2], DOTS)
    ]
    hosts += [f"{host}." for host in ("127.1", "2130706433", "0x7f000001", "[::1]")]
    addresses = [f"http://{host}:{port}/" for host in hosts]
    addresses += [spelling.replace("{port}", str(port)) for spelling in PARTED]
    known = set(vendored(port))
    return [address for address in dict.fromkeys(addresses) if address not in known]


def every(port: int) -> list[str]:
    return [*vendored(port), *own(port)]

"""Which network addresses the house may call: the public ones, and no other."""

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

Address = IPv4Address | IPv6Address

# Own table: ``is_global`` of the standard library changed its mind between versions
# and lets multicast and some translated addresses through.
DENIED_4: list[IPv4Network] = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
# Everything outside 2000::/3 is refused; these lie within it.
DENIED_6: list[IPv6Network] = [
    IPv6Network(network)
    for network in (
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
    )
]
GLOBAL_UNICAST = IPv6Network("2000::/3")


def is_denied(address: str) -> bool:
    """Say whether ``address`` is anything but a public unicast address.

    >>> is_denied("127.0.0.1"), is_denied("::ffff:10.0.0.1"), is_denied("fec0::1")
    (True, True, True)
    >>> is_denied("64:ff9b::7f00:1"), is_denied("2002:7f00:1::"), is_denied("ff02::1")
    (True, True, True)
    >>> is_denied("93.184.216.34"), is_denied("2606:2800:220:1::1")
    (False, False)
    >>> is_denied("not an address")
    True
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if isinstance(parsed, IPv4Address):
        return any(parsed in network for network in DENIED_4)
    # A mapped or translated address is refused outright: no name needs one.
    return parsed not in GLOBAL_UNICAST or any(
        parsed in network for network in DENIED_6
    )

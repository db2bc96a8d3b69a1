"""The sample people's accounts: who they are, and this machine's own password."""

import secrets

from django.conf import settings
from django.utils.translation import override

from xiangyin.kernel.rights import Role

from .seeds import read

WORDS = (
    "tea",
    "rice",
    "river",
    "bridge",
    "bamboo",
    "orange",
    "cloud",
    "ferry",
    "maple",
)


def sample_password() -> str:
    """The password of all sample people, made once for this machine."""
    kept = settings.VAR / "sample-password"
    if not kept.exists():
        settings.VAR.mkdir(parents=True, exist_ok=True)
        words = "-".join(secrets.choice(WORDS) for _ in range(2))
        kept.touch(mode=0o600)
        kept.write_text(f"{words}-{secrets.randbelow(900) + 100}\n")
    return kept.read_text().strip()


def describe_accounts() -> str:
    """What ``make run`` prints: one account per role, and what to try first.

    Empty when the office is a real one.
    """
    from xiangyin.portal.models import Imprint  # noqa: PLC0415 -- after setup

    if not Imprint.objects.filter(is_sample=True).exists():
        return ""
    featured = [row for row in read("people.toml")["person"] if row.get("featured")]
    width = max(len(row["username"]) for row in featured)
    lines = [
        "示例账号（同一个密码） / sample accounts, one password for all: "
        + sample_password(),
        "",
        *[f"  {row['username']:<{width}}  {_role(row)}" for row in featured],
        "",
        "先试这个 / try this first:",
        "  1. 用 chawan 登录（手机宽度），发一条线索"
        " / sign in as chawan, send a tip: /my/tips/new/",
        "  2. 用 bianji 登录，采用它、派给 jizhe / as bianji, take it up: /admin/",
        "  3. jizhe 写稿送审；chushen、fushen、zongbian 依次签发"
        " / jizhe writes; three readers sign",
        "  4. 用 tongji 登录，确认上稿，看本月通报"
        " / as tongji, confirm placements, open the bulletin",
        "  5. 不登录，在 /ask/ 留言；fenban 转办，chengban 写答复，shenhe 审核，qianfa 签发"
        " / ask at /ask/ without an account; four people answer",
        "",
    ]
    return "\n".join(lines)


def _role(row: dict) -> str:
    role = Role(row["posts"][0]["role"])
    words = []
    for language in ("zh-hans", "en"):
        with override(language):
            words.append(str(role.label))
    return f"{words[0]} {row['name']} / {words[1]}"

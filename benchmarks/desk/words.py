"""Sentences to fill an office with: the same ones in every run."""

from random import Random

PLACES = [
    "茶湾村",
    "石溪镇",
    "云头岭",
    "南坝",
    "枫林铺",
    "白水洞",
    "莲塘",
    "青石板",
    "柏树下",
]
WHO = [
    "合作社社长",
    "驻村干部",
    "镇农技站站长",
    "村民",
    "老党员",
    "返乡青年",
    "护林员",
    "教师",
]
DID = [
    "组织大家抢收晚稻",
    "修好了通往果园的机耕道",
    "给留守老人送去过冬的棉被",
    "在晒谷坪上办起丰收集市",
    "把春茶送上了省城的展台",
    "连夜排除山洪隐患",
    "开了第一堂普通话夜校",
    "试种的反季节蔬菜上市",
]
SAID = [
    "今年的收成比去年多了两成",
    "路通了，车子能开到地头",
    "孩子们放学有了去处",
    "大家出力，事情就办得快",
    "往后的日子会更有奔头",
]
COMMON, RARE, ABSENT = "晚稻", "凤凰琴", "鲸鱼"


def sentence(random: Random) -> str:
    place, who = random.choice(PLACES), random.choice(WHO)
    did, said = random.choice(DID), random.choice(SAID)
    return f"{random.randint(1, 30)}日，{place}{who}{did}。他说，{said}。"


def headline(random: Random, number: int) -> str:
    """A title; one in ten thousand carries the rare word."""
    rare = RARE if number % 10_000 == 77 else ""
    return f"{random.choice(PLACES)}{rare}{random.choice(DID)}（{number}）"


def text(random: Random, sentences: int) -> str:
    return "\n".join(sentence(random) for _ in range(sentences))


def texts(random: Random, sentences: int, many: int = 500) -> list[str]:
    """A stock of texts to take from: composing 100,000 anew would only take time."""
    return [text(random, sentences) for _ in range(many)]

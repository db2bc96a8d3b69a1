"""What residents ask and units reply: the same sentences in every run."""

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
    "新街口",
]
THINGS = [
    "路灯不亮",
    "自来水发黄",
    "公交车改了线路",
    "垃圾没有人清运",
    "医保报销要哪些材料",
    "宅基地怎么申请",
    "学校门口没有斑马线",
    "广场舞声音太大",
    "水渠堵了",
    "低保什么时候发",
]
SINCE = ["上个月底", "三天前", "开春以后", "下过大雨以后", "去年冬天", "昨天夜里"]
SAID = [
    "老人出门很不方便",
    "孩子上学要绕一大圈",
    "打过电话，没有人来",
    "希望派人来看一看",
    "请告诉我们该找哪一个部门",
    "邻居们都有同样的意见",
]
REPLIED = [
    "已派人到现场查看，三天内处理完毕",
    "经核实情况属实，已列入本月计划",
    "请带身份证和户口簿到镇便民中心办理",
    "工期受天气影响，完工以后再告知您",
    "感谢您的意见，我们已转给有关单位一并研究",
]
COMMON, RARE, ABSENT = "路灯", "凤凰琴", "鲸鱼"


def title(random: Random, number: int) -> str:
    """A title; one in ten thousand carries the rare word."""
    rare = RARE if number % 10_000 == 77 else ""
    return f"{random.choice(PLACES)}{rare}{random.choice(THINGS)}（{number}）"


def text(random: Random) -> str:
    said = [
        f"{random.choice(SINCE)}起，{random.choice(PLACES)}{random.choice(THINGS)}。"
    ]
    said += [f"{random.choice(SAID)}，{random.choice(SAID)}。" for _ in range(3)]
    return "".join(said)


def reply(random: Random) -> str:
    lines = [f"{random.choice(REPLIED)}。" for _ in range(3)]
    return "您好，您反映的问题收悉。" + "".join(lines)


def stock(make, random: Random, many: int = 500) -> list[str]:
    """Texts to take from: composing 100,000 anew would only take time."""
    return [make(random) for _ in range(many)]

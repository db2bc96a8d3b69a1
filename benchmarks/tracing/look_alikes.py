"""Pairs that look like reuse and are not: what a county's papers print every year.

Fictional. Twenty-one families of texts, written by hand with their formulae, each
filled ten times from lists of places, people and figures: 210 pairs of a story and an
article that was not made from it.

    python -m benchmarks.tracing.look_alikes
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xiangyin.engines.reuse import Kind, StoryIndex

TOWNS = [
    "石溪镇",
    "青山镇",
    "柳河镇",
    "白塔乡",
    "东岭镇",
    "沙湾乡",
    "桃源镇",
    "古井镇",
    "双桥镇",
    "红旗乡",
    "云台镇",
]
PEOPLE = [
    "周敏",
    "李建国",
    "王秀英",
    "陈志远",
    "赵春梅",
    "孙德福",
    "吴桂芳",
    "郑海涛",
    "何小燕",
    "马长山",
    "冯立新",
]
COUNTIES = [
    "清岚县",
    "永安县",
    "临川县",
    "安阳县",
    "宁河县",
    "平原县",
    "长岭县",
    "三江县",
    "玉泉县",
    "金沙县",
    "北屏县",
]
THINGS = [
    "茶叶",
    "晚稻",
    "蜜橘",
    "生猪",
    "竹笋",
    "油菜",
    "甜瓜",
    "香菇",
    "鲜藕",
    "山羊",
    "板栗",
]

# (our story, their article): {t} town, {u} another, {p} and {q} people, {c} county,
# {g} thing, {m} month, {d} day, {n} and {k} numbers.
FAMILIES = {
    "weather": (
        "县气象台{m}月{d}日发布：今天夜里到明天白天，多云转阴，局部有小雨，偏北风二到三级，最低气温{n}度，最高气温{k}度。请注意添衣，出行携带雨具。",
        "市气象局消息：今天夜里到明天白天，多云转阴，局部有小雨，偏北风三到四级，最低气温{k}度。{t}有雾，请司机减速慢行，注意交通安全。",
    ),
    "warning": (
        "县气象局发布暴雨黄色预警：预计未来六小时，{t}降雨量将达五十毫米以上，请有关单位做好防范准备，切断低洼地带有危险的室外电源。",
        "受冷空气影响，{u}昨夜起大风降温。有关部门发布大风蓝色预警，请有关单位做好防范准备，加固围板、棚架，停止高空作业。{p}家的大棚提前盖了被。",
    ),
    "condolence": (
        "惊悉{p}同志因病逝世，深感悲痛。谨代表县委、县政府表示沉痛哀悼，向其亲属致以诚挚慰问。{p}同志生前在{t}任教{n}年，桃李满园。",
        "{q}同志因病医治无效逝世。县总工会谨代表全体会员表示沉痛哀悼，向其亲属致以诚挚慰问。告别仪式{m}月{d}日在殡仪馆举行，丧事从简。",
    ),
    "meeting": (
        "{m}月{d}日，县委召开常委会会议，传达学习上级会议精神，研究部署我县贯彻落实工作。会议强调，要提高政治站位，压实工作责任，抓好{g}产销对接。县委书记{p}主持会议。",
        "{u}党委召开会议，传达学习上级会议精神，研究部署贯彻落实工作。会议强调，要提高政治站位，压实工作责任，确保河道清淤在汛前完成{n}公里。",
    ),
    "officials": (
        "县领导{p}、{q}、刘向阳、高文斌、林国栋、许秋月参加活动。{t}的{g}节当天开幕，{n}个摊位摆满老街，评出了今年的头名。",
        "县领导{q}、{p}、刘向阳、高文斌、林国栋、许秋月参加义务植树。大家在{u}的河滩上栽下杨树{k}棵，又到护林站看望了值班人员。",
    ),
    "festival": (
        "第{n}届{g}节{m}月{d}日在{t}开幕。开幕式上，当地群众表演了舞龙、腰鼓和山歌，来自周边县市的游客品尝了特色美食。今年的主会场搬到了新修的河堤上。",
        "第{k}届{g}节在{t}开幕。开幕式上，当地群众表演了舞龙、腰鼓和山歌，今年头一回办了夜市，灯会一直开到十点，农户{p}摆了三个摊。",
    ),
    "opening": (
        "在热烈的掌声中，县领导为{t}文化站揭牌。该站总面积{n}平方米，设有阅览室、排练厅和展厅，免费向群众开放，文艺队的{p}说，总算有地方排戏了。",
        "在热烈的掌声中，{u}养老服务中心揭牌。中心有床位{k}张，县领导走进食堂看了菜单，老人们说比家里做的淡一些，正好。",
    ),
    "visit": (
        "{m}月{d}日，县长{p}到{t}调研{g}生产，实地察看生产基地，听取情况汇报，详细了解存在的困难和问题，要求农技人员把脚印留在地里。",
        "县人大代表到{u}视察学校食堂，实地察看后厨，听取情况汇报，详细了解存在的困难和问题。代表{q}提出，留样柜的锁坏了，应当当天换好。",
    ),
    "greeting": (
        "值此新春佳节来临之际，县委、县政府向全县人民致以节日的问候和美好的祝愿。过去一年，{t}通了水，{g}卖出了{n}万斤，一件件都记在账上。",
        "值此中秋佳节来临之际，{c}商会向在外乡亲致以节日的问候和美好的祝愿。今年{k}位乡亲回来投资，{p}在开发区办起了箱包厂。",
    ),
    "exam": (
        "{m}月{d}日，全县{n}名考生参加高考。考点外设置了警戒线，公安、交通、卫生等部门全力护航，{t}的出租车司机义务接送考生{k}人。",
        "中考今天开始，{k}名学生走进考场。公安、交通、卫生等部门全力护航。{u}中学的班主任{p}穿了红衣服，在门口和每个学生击掌。",
    ),
    "same event, fire": (
        "{m}月{d}日凌晨三点，{t}一家木器厂起火。消防队十分钟赶到，扑救{n}分钟后明火熄灭，值班的{p}从侧门跑出，没有受伤，损失还在清点。",
        "昨天天没亮，{t}方向浓烟滚滚，是木器厂着了。街坊说听见噼啪声才醒，有人拿湿被子堵门缝。消防车来了三辆，天亮时只剩一股焦味，好在人都平安。",
    ),
    "same event, match": (
        "{m}月{d}日晚，{t}篮球队在县体育馆以{n}比{k}胜{u}，夺得今年村赛冠军。{p}得了全场最高的{n}分，赛后把奖品两头羊分给了全队。",
        "“好样的！”终场哨一响，看台上的锣鼓就没停过。{u}憾负，教练{q}说输在篮板。馆外卖烤串的老板乐了，今晚一共烤了六百串，连葱都用光。",
    ),
    "same event, road": (
        "{t}到{u}的公路{m}月{d}日通车，全长{n}公里，投资{k}百万元，沿线五个村的{g}当天就能运进县城，班车票价四元。",
        "家住半山的{p}头一次坐班车下山。以前背一篓{g}要走半天，现在车子在门口停。他数了数弯道，一共二十七个，比老路少了一半多。",
    ),
    "crime notice": (
        "县公安局提醒广大市民：不轻信陌生来电，不点击不明链接，不向陌生账户转账，如有疑问请及时拨打报警电话。{t}{p}上月险些被骗走{n}万元，柜员多问了一句才保住。",
        "民警到{u}中学讲反诈课，叮嘱学生不轻信陌生来电，不点击不明链接，不向陌生账户转账。学生{q}说，奶奶手机上的游戏广告是她帮着删的。",
    ),
    "health": (
        "医生提醒，春季早晚温差大，要注意保暖，勤洗手、多通风、少聚集。{t}卫生院上周接诊感冒患者{n}人，儿科加开了夜班，{p}值到十点。",
        "{u}小学给家长发信：勤洗手、多通风、少聚集，孩子发烧先别送来上学。校医{q}每天早上在门口测体温，这一周请假的有{k}个。",
    ),
    "recruitment": (
        "{c}公开招聘教师{n}名。报名者应当遵守宪法和法律，具有良好的品行，具有正常履行职责的身体条件，{m}月{d}日起在人社局网站报名。",
        "{c}林场招护林员{k}名，应当遵守宪法和法律，具有良好的品行，具有正常履行职责的身体条件，能骑摩托、会认树种的优先，{p}当年就是这样考上的。",
    ),
    "power cut": (
        "因线路检修，{m}月{d}日八时至十七时，{t}部分地区停电。检修期间可能提前送电，请按有电对待，不便之处敬请谅解，涉及用户{n}户。",
        "自来水公司通知：因管道改造，{u}今晚停水，请提前储水，不便之处敬请谅解。改造完成后，{k}户人家的水压会高一些，{p}家住六楼，最高兴。",
    ),
    "price": (
        "本周全县农贸市场蔬菜均价每公斤{n}元，比上周下降，猪肉、鸡蛋价格保持平稳，市场供应充足。{t}的{g}刚上市，价钱还高。",
        "粮油价格保持平稳，市场供应充足。记者在{u}早市看到，{g}一早就卖完，摊主{p}说，凌晨两点就去排队拿货，还是只拿到{k}箱。",
    ),
    "law": (
        "县人大常委会宣传新修的条例。第十二条 村民委员会应当每季度公布一次收支账目，接受村民监督，不得拒绝查阅。\n{t}的账目上个月已经贴上墙，{p}第一个去看。",
        "有读者来信问账目为什么不公布，律师答复如下。\n第十二条 村民委员会应当每季度公布一次收支账目，接受村民监督，不得拒绝查阅。\n这位住在{u}的读者可以向镇里反映。",
    ),
    "speech": (
        "{p}在{t}的大会上说：“没有一户人家的难处是小事，账本上记的是钱，心里记的是人，哪一天我们嫌路远了，哪一天群众就嫌我们远了。”散会后干部分头进村，走了{n}户。",
        "展览的最后一块展板只写了一段话：“没有一户人家的难处是小事，账本上记的是钱，心里记的是人，哪一天我们嫌路远了，哪一天群众就嫌我们远了。”观众{q}在{u}当过会计，站了很久。",
    ),
    "statistics": (
        "据统计局消息，{m}月份，{c}规模以上工业增加值同比增长百分之{n}，社会消费品零售总额同比增长百分之{k}，{g}加工业拉动最大。",
        "据统计局消息，今年以来，{c}邮政业务总量同比增长百分之{k}，其中寄出{g}{n}万件。{t}的快递站搬进了旧粮库，站长{p}又招了三个人。",
    ),
}
COPIES = 10


@dataclass(frozen=True)
class Pair:
    family: str
    story: str
    article: str


def pairs() -> list[Pair]:
    """Return the 210 pairs."""
    return filled(FAMILIES)


def filled(
    families: dict[str, tuple[str, str]],
    names: Sequence[str] = ("",),
    villages: Sequence[str] = ("",),
) -> list[Pair]:
    """Fill families of texts, ten times each: {e} and {h} villages, {f} and {g} names."""
    told = []
    for number, (family, texts) in enumerate(families.items()):
        for copy in range(COPIES):
            both = [
                text.format(
                    t=_pick(TOWNS, number + copy),
                    u=_pick(TOWNS, number + copy + 4),
                    p=_pick(PEOPLE, 3 * copy + number),
                    q=_pick(PEOPLE, 3 * copy + number + 5),
                    c=_pick(COUNTIES, copy + side * 3),
                    g=_pick(THINGS if names == ("",) else names, 2 * copy + number),
                    e=_pick(villages, copy + number),
                    h=_pick(villages, copy + number + 2),
                    f=_pick(names, copy + number + 3),
                    m=copy + 2,
                    d=3 * copy % 28 + 1,
                    n=11 + (7 * copy + number) % 47,
                    k=13 + (11 * copy + 3 * number) % 59,
                )
                for side, text in enumerate(texts)
            ]
            told.append(Pair(family, *both))
    return told


def _pick(words: Sequence[str], at: int) -> str:
    return words[at % len(words)]


def claimed(look_alikes: list[Pair], index: StoryIndex | None = None) -> list[tuple]:
    """Return (family, confidence) of every article that is said to carry a story."""
    index = index or StoryIndex()
    for number, pair in enumerate(look_alikes):
        index.add(f"look-alike {number}", pair.story)
    return [
        (pair.family, match.confidence)
        for pair in look_alikes
        for match in index.match(pair.article)[:1]
        if match.kind not in (Kind.MENTION, Kind.SOURCE)
    ]


def claimed_alone(look_alikes: list[Pair]) -> list[tuple]:
    """Return the same where each story is the only one."""
    return [each for pair in look_alikes for each in claimed([pair])]


def report(found: list[Pair]) -> None:
    for told, wrong in (
        ("among others", claimed(found)),
        ("alone", claimed_alone(found)),
    ):
        print(f"{len(wrong)} of {len(found)} look-alikes are taken for reuse, {told}")
        for family, confidence in wrong:
            print(f"  {family}: {confidence:.2f}")


if __name__ == "__main__":
    report(pairs())

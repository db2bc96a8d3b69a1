"""Look-alikes of other families, that no formula was written down for.

``formulae.txt`` was written by somebody who knew the families of ``look_alikes``; what
the engine does with formulae that nobody told it of is measured on these. Ten families
filled ten times each, four of them in English; the places of their blanks as there.

    python -m benchmarks.tracing.look_alikes_unseen
"""

from benchmarks.tracing.look_alikes import Pair, filled

NAMES = ["Lin Yue", "Chen Bo", "Sun Mei", "Guo Tao", "He Ning", "Ma Rui", "Tan Jie"]
VILLAGES = ["Willowford", "Stoneham", "Eastbrook", "Pearl Hill", "Oldwell", "Redbank"]

FAMILIES = {
    "blood": (
        "{t}卫生院组织无偿献血，{p}等{n}人挽起袖子。献血前要保证充足睡眠，不饮酒，不空腹，护士给每人发了热豆浆，当天采血{k}袋。",
        "{u}中学门口停着采血车。献血前要保证充足睡眠，不饮酒，不空腹，体育老师{q}献完坐了一刻钟，又回操场带队训练。",
    ),
    "conscription": (
        "{c}夏秋季征兵开始，{n}名青年报名。应征青年须身体健康，品行端正，年满十八周岁，体检设在{t}，{p}送儿子来，自己也量了血压。",
        "{u}敲锣打鼓送新兵，{q}穿上军装。应征青年须身体健康，品行端正，年满十八周岁，他去年差两厘米，今年练了{k}天引体向上。",
    ),
    "forest fire": (
        "清明将至，{t}在路口设了{n}个检查点，进山不带火种，不在林区吸烟，不烧纸放鞭炮，护林员{p}收下打火机，发还一枝菊花。",
        "{u}的广播每天早晚响两遍：进山不带火种，不在林区吸烟，不烧纸放鞭炮。{q}家改成种树，今年已种了{k}棵柏树。",
    ),
    "swimming": (
        "暑假到了，{t}学校给家长写信：不私自下水游泳，不擅自与他人结伴游泳，不到无安全设施的水域游泳。{p}老师带人在塘边插了{n}块牌子。",
        "{u}的水库边，志愿者{q}守了{k}天。他手里的喇叭反复喊着：不私自下水游泳，不擅自与他人结伴游泳，不到无安全设施的水域游泳，嗓子哑了换一个人。",
    ),
    "award": (
        "{p}获评县劳动模范。他爱岗敬业、默默奉献，几十年如一日，用实际行动诠释了责任与担当，在{t}修了{n}年收音机。",
        "退休教师{q}被评为最美老人。她爱岗敬业、默默奉献，几十年如一日，用实际行动诠释了责任与担当，教过{u}的{k}个学生。",
    ),
    "auction": (
        "{t}旧粮站{m}月{d}日拍卖，起拍价{n}万元。竞买人应在规定时间内交纳保证金，逾期不予受理，成交后不退，{p}看了两次现场。",
        "{u}鱼塘承包权{k}年一拍。竞买人应在规定时间内交纳保证金，逾期不予受理，成交后不退，最后{q}举了最高的牌子。",
    ),
    "english, school": (
        "{e} primary school opened its doors on the first of the month. Parents are reminded that gates close at nine sharp and that late pupils must report to the office, said {f}, who counted {n} new faces.",
        "A burst pipe shut two classrooms at {h} school. Parents are reminded that gates close at nine sharp and that late pupils must report to the office; {g} carried {k} chairs into the gym.",
    ),
    "english, flood": (
        "The river at {e} rose {n} centimetres overnight. Motorists should never attempt to drive through flood water and should check conditions before setting out. {f} moved his sheep before dawn.",
        "Two cars were pulled from a ford near {h}. Motorists should never attempt to drive through flood water and should check conditions before setting out, the garage owner {g} says after {k} such tows.",
    ),
    "english, fair": (
        "The harvest fair at {e} drew {n} stalls. There was something for everyone, with face painting, a tombola and home made cakes, and {f} won the pumpkin prize again.",
        "Rain did not stop the church fete in {h}. There was something for everyone, with face painting, a tombola and home made cakes; {g} raised {k} pounds for the roof.",
    ),
    "english, roadworks": (
        "The bridge at {e} closes for {n} nights. Diversions will be clearly signposted and drivers are advised to allow extra time for their journeys. {f} will walk to her shift at the bakery.",
        "Water mains in {h} are being replaced. Diversions will be clearly signposted and drivers are advised to allow extra time for their journeys, and {g} has lost {k} customers so far.",
    ),
}


def pairs() -> list[Pair]:
    """Return the 100 pairs."""
    return filled(FAMILIES, names=NAMES, villages=VILLAGES)


if __name__ == "__main__":
    from benchmarks.tracing.look_alikes import report

    report(pairs())

"""What people read and type in the walk, in each language.

The words of the screens stand here as a person sees them, not as the program
looks them up: where a screen changes its words, the walk says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """One language's. Names with ``my_`` are what people type themselves."""

    code: str
    switch: str  # the button that leads to this language, "" where it is the default

    # signing in
    user_name: str
    password: str
    sign_in: str

    # people
    reporter_name: str

    # the correspondent's phone
    my_tips: str
    send_a_tip: str
    what: str
    photos: str
    one_photo: str
    where: str
    when: str
    who: str
    send: str
    nothing_told: str
    waits: str
    in_work: str
    published: str
    carried: str
    carried_by_one: str

    # the editor
    workbench: str
    waits_for_me: str
    take_up: str
    working_title: str
    reporter: str
    taken_up: str
    plan: str

    # the reporter
    my_assignments: str
    begin: str
    begun: str
    saved: str
    hand_in: str
    required: str
    handed_in: str
    choose_picture: str

    # the readers
    to_read: str
    accept: str
    publish: str
    signed: str
    own_story: str
    signed_already: str

    # the public site
    search: str
    found_one: str

    # the ledger
    look_at_it: str
    import_two: str
    imported_two: str
    our_story: str
    headline_changed: str
    confirmed: str
    nothing_waits: str
    total: str
    items_and_points: str

    my_tip: str
    my_place: str
    my_when: str
    my_contact: str
    my_title: str
    my_lead: str
    my_body: tuple[str, ...]
    my_alt: str
    my_second_alt: str
    my_word: str
    my_outlet: str
    their_title: str
    other_title: str
    other_text: str


CHINESE = Words(
    code="zh-hans",
    switch="",
    user_name="用户名",
    password="密码",
    sign_in="登录",
    reporter_name="陆明川",
    my_tips="我的线索",
    send_a_tip="发线索",
    what="发生了什么",
    photos="照片",
    one_photo="1 张，最多 9 张",
    where="在哪里",
    when="什么时候",
    who="可以问谁",
    send="发送线索",
    nothing_told="请写发生了什么，一句话也行。",
    waits="等待编辑查看",
    in_work="采写中：陆明川",
    published="已发布",
    carried="媒体采用",
    carried_by_one="已发布，1 家媒体采用",
    workbench="工作台",
    waits_for_me="待我办理",
    take_up="采用",
    working_title="暂定题目",
    reporter="记者",
    taken_up="已采用",
    plan="选题",
    my_assignments="派给我的",
    begin="开始写稿",
    begun="稿件已建好，请在这里写。",
    saved="已保存",
    hand_in="送审",
    required="必填。",
    handed_in="已送审，下一步：初审。",
    choose_picture="选择图片",
    to_read="待审稿件",
    accept="采用并签字",
    publish="签发",
    signed="已签",
    own_story="这是您自己的稿件，要由别人来审。",
    signed_already="这份文本您已经签过",
    search="搜索",
    found_one="找到 1 篇。",
    look_at_it="先看看",
    import_two="导入 2 行",
    imported_two="导入 2 行。",
    our_story="我方稿件",
    headline_changed="标题改过",
    confirmed="已确认",
    nothing_waits="没有待确认的上稿。",
    total="合计",
    items_and_points="共 1 条，5 分",
    my_tip="茶湾村的春茶今天开采了，三百多亩，早上五点就有人上山。",
    my_place="茶湾村后山茶园",
    my_when="今天早上",
    my_contact="村支书沈国平 0596-000000",
    my_title="茶湾村三百亩春茶今天开采",
    my_lead="清晨五点，茶湾村后山的茶园里已经有了人声，今年的头采比去年早了六天。",
    my_body=(
        "沈国平站在茶园边，数着下山的背篓。他说，今年二月的雨水匀，芽头齐整，"
        "一亩能多采三四斤青叶。全村三百二十亩茶园，六十七户人家，这几天都在山上。",
        "村里的加工坊昨天试了机，新添的两口炒锅能让每天的产量多出一百斤。"
        "采茶的陈阿婆六十八岁，她说手脚慢了，但眼睛还准，一早上采了四斤半。",
        "镇农技站的人来看过，提醒大家二十号前后可能有一次倒春寒，"
        "低处的茶园要先采，采下的青叶当天炒完，不要过夜。",
    ),
    my_alt="晨雾里一层层的茶园",
    my_second_alt="后山的茶园，远处是天",
    my_word="春茶",
    my_outlet="江宁日报",
    their_title="清明未到茶先香：一个山村的头采日",
    other_title="市体育馆本周六重新开放",
    other_text="市体育馆经过三个月的维修，将于本周六重新向市民开放，"
    "游泳池的水温保持在二十七度，学生凭证件半价入场。",
)

ENGLISH = Words(
    code="en",
    switch="English",
    user_name="User name",
    password="Password",
    sign_in="Sign in",
    reporter_name="Lu Mingchuan",
    my_tips="My tips",
    send_a_tip="Send a tip",
    what="What happened",
    photos="Photos",
    one_photo="1 of 9 photos",
    where="Where",
    when="When",
    who="Who can be asked",
    send="Send the tip",
    nothing_told="Write what happened. One sentence will do.",
    waits="Waits for an editor",
    in_work="In work: Lu Mingchuan",
    published="Published",
    carried="Carried by others",
    carried_by_one="Published, carried by 1 outlet",
    workbench="Workbench",
    waits_for_me="Waits for me",
    take_up="Take up",
    working_title="Working title",
    reporter="Reporter",
    taken_up="is taken up.",
    plan="Plan",
    my_assignments="My assignments",
    begin="Begin the story",
    begun="The story is begun. Write it here.",
    saved="Saved",
    hand_in="Hand in for reading",
    required="This field is required.",
    handed_in="is handed in. Next: first reading.",
    choose_picture="Choose an image",
    to_read="Stories to read",
    accept="Accept and sign",
    publish="Sign and publish",
    signed="signed. Now:",
    own_story="This is your own story: somebody else must read it.",
    signed_already="You have signed this text already",
    search="Search",
    found_one="1 story speaks of it.",
    look_at_it="Look at it",
    import_two="Import the 2 good rows",
    imported_two="2 rows imported.",
    our_story="Our story",
    headline_changed="Headline changed",
    confirmed="Confirmed",
    nothing_waits="Nothing waits for a decision.",
    total="Total",
    items_and_points="1 item, 5 points.",
    my_tip="The spring tea of Chawan is picked from today on: three hundred mu, "
    "and people were up the hill at five.",
    my_place="The tea hills behind Chawan",
    my_when="this morning",
    my_contact="Shen Guoping, the village secretary, 0596-000000",
    my_title="Chawan picks the first tea of the year",
    my_lead="At five in the morning there were voices in the hills behind Chawan: "
    "the first picking comes six days earlier than last year.",
    my_body=(
        "Shen Guoping stands at the edge of the field and counts the baskets that "
        "come down. The rain of February fell evenly, he says, and a mu gives three "
        "or four jin more than it did last spring. Sixty-seven families are out.",
        "The village workshop tried its machines yesterday. Two new pans will let it "
        "roast a hundred jin more a day. Grandmother Chen is sixty-eight; her hands "
        "have become slow, she says, but her eyes still find the right bud.",
        "The station for farming warned of a cold night about the twentieth. The low "
        "fields should be picked first, and the leaves roasted on the same day.",
    ),
    my_alt="Tea fields in rows, in the mist of the morning",
    my_second_alt="The hills behind the village under a pale sky",
    my_word="tea",
    my_outlet="Jiangning Daily",
    their_title="Before Qingming the hills smell of leaves",
    other_title="The city's sports hall opens again on Saturday",
    other_text="After three months of repairs the sports hall opens again on Saturday. "
    "The water of the pool is kept at twenty-seven degrees, and pupils pay half.",
)

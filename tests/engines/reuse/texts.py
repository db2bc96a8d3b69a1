"""Texts for the tests: one story, told at length, and its company."""

STORY = (
    "东河大桥将于本周五上午九时正式通车，市民可免费乘坐首班公交车。大桥全长一千二百米，"
    "双向六车道，设计时速六十公里，总投资四亿三千万元，历时三年建成。"
    "县交通运输局局长李建国介绍，大桥通车后，城东到城西的车程由四十分钟缩短到十分钟。"
    "家住柳林村的王秀英老人说，以前过河要坐渡船，刮风下雨就得等，如今抬脚就到。"
    "为保障通车首日秩序，交警大队将在桥头两端增派警力，提醒市民不要在桥上停车拍照。"
)
OTHER = (
    "昨日，全县春季植树活动在青山镇启动，三百余名干部群众参加，栽下侧柏、油松两千多株。"
    "林业站技术员现场讲解挖坑、扶苗、培土、浇水要领。据了解，今年全县计划造林一万二千亩，"
    "目前已完成过半，成活率由包村干部负责到户。"
)
ENGLISH = (
    "The county opened its new hospital on Friday after four years of building work. "
    "Doctor Zhao Min, who leads the children's ward, said parents would no longer have "
    "to drive three hours to the city. The hospital has 320 beds, twelve operating "
    "theatres and a helicopter pad on the roof of the east wing."
)
TRADITIONAL = (
    "東河大橋將於本週五上午九時正式通車，市民可免費乘坐首班公交車。大橋全長一千二百米，"
    "雙向六車道，設計時速六十公里，總投資四億三千萬元，歷時三年建成。"
)

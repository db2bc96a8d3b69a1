"""What a writer would send, where an empty form says too little."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.newsroom.doors import form_of


def form_for(name: str, things: dict) -> dict:
    return FORMS[name](things) if name else {}


FORMS = {
    "reason": lambda things: {"reason": "不合适"},
    "reading": lambda things: {
        "decision": "accept",
        "digest": things["in_reading"].get_latest_revision_as_object().digest,
        "comment": "好",
    },
    "decision": lambda things: {
        "step": "confirm",
        "kind": "reprint",
        "mode": "solo",
        "prominence": "ordinary",
    },
    "note": lambda things: {"note": "重新核对"},
    "objection": lambda things: {"unit": things["work"].unit_id, "text": "漏登一条"},
    "answer": lambda things: {
        f"answer-{things['objection'].pk}-outcome": "declined",
        f"answer-{things['objection'].pk}-answer": "维持原计分",
    },
    "false": lambda things: {"reason": "数字有误"},
    "scan": lambda things: {"file": SimpleUploadedFile("a", b"%PDF-1.7"), "note": "1"},
    "erase": lambda things: {"name": things["person"].name},
    "feed": lambda things: {"ask": f"outlet:{things['outlet'].pk}"},
    "rule": lambda things: {"outlet": "", "reason": "写错了"},
    "tier": lambda things: {"name": "改了名", "after": "", "reason": "统一说法"},
    "text": lambda things: {"text": "茶湾村的晚稻今天开镰，全村一天收完。" * 3},
    "outlet": lambda things: {"outlet": things["outlet"].pk},
    "link": lambda things: {"external-link-chooser-url": "https://example.cn/"},
    "story": lambda things: form_of(things["draft"], slug="another"),
}

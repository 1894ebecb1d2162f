"""Miniature public sets in their published layouts; every word of them is invented here."""

import json
from pathlib import Path

OWLS = "Owls sleep by day. Barn owls hunt voles at dusk. Nobody has counted them."
RYE = "Rye dough is sticky. Bakers in Turku add caraway to it. It rises for nine hours."
TEA = "绿茶产自山坡。红茶在木桶里发酵三天。茶农每年采摘两次。"
OIL = "核桃油来自核桃。司机每天服用五毫升核桃油。耳鸣因此减轻。"


def squad(*paragraphs: tuple[str, list[dict[str, object]]]) -> str:
    made = [{"title": "t", "paragraphs": [{"context": text, "qas": asked}]} for text, asked in paragraphs]
    return json.dumps({"version": "x", "data": made}, ensure_ascii=False)


def asked(name: str, question: str, *answers: tuple[str, int]) -> dict[str, object]:
    listed = [{"text": text, "answer_start": start} for text, start in answers]
    return {"id": name, "question": question, "answers": listed, "is_impossible": not answers}


FILES = {
    "scifact/corpus.jsonl": "\n".join(
        json.dumps({"doc_id": name, "title": title, "sentences": [s + ".\n" for s in text.rstrip(".").split(". ")]})
        for name, title, text in (("11", "The life of owls", OWLS), ("12", "Rye bread", RYE))
    ),
    "scifact/claims.jsonl": "\n".join(
        json.dumps(claim)
        for claim in (
            {"id": 1, "claim": "Owls hunt voles.", "cited_doc_ids": [11], "evidence": {"11": [{"sentences": [1]}]}},
            {"id": 2, "claim": "Bakers dislike caraway.", "cited_doc_ids": ["12", "11"], "evidence": {}},
        )
    ),
    "pubmedqa/questions.json": json.dumps(
        {
            name: {"QUESTION": question, "LABELS": ["AIMS", "RESULTS"], "CONTEXTS": parts, "LONG_ANSWER": conclusion}
            for name, question, parts, conclusion in (
                ("501", "Do barn owls hunt voles?", [OWLS, "They took nine voles."], "Voles feed owls. At dusk."),
                ("502", "Is rye dough sticky?", [RYE, "It stuck to 40 hands."], "Sticky indeed."),
            )
        }
    ),
    "xquad/xquad.en.json": squad(
        (OWLS, [asked("a", "What do barn owls hunt?", ("voles", 34))]),
        (RYE, [asked("b", "How long does rye dough rise?", ("nine hours", 69))]),
    ),
    "xquad/xquad.zh.json": squad(
        (TEA, [asked("a", "红茶发酵几天？", ("三天", 17))]), (OIL, [asked("b", "服用多少核桃油？", ("五毫升", 14))])
    ),
    "tico19/segments.tsv": (
        'source\ten\tzh\nS_1:1 from.example\tShe said "tea.\t绿茶产自山坡\nS_1:2 from.example\tNine voles\t核桃油\n'
    ),
    "cmrc2018/questions.json": squad(
        (
            TEA,
            [asked("a", "红茶发酵几天？", ("三天", 2)), asked("b", "谁喝？", ("国王", 0)), asked("c", " ", ("茶", 1))],
        )
    ),
    "squad2/questions.json": squad(
        (OWLS, [asked("a", "What do barn owls hunt?", ("voles", 34)), asked("b", "What do bats hunt in Turku?")])
    ),
    "healthver/claims.csv": (
        "id,evidence,claim,label,topic_ip,question\n"
        '1,"Tea, when green, grows on hills.",Green tea grows on hills,Supports,1,q\n'
        '2,"Tea, when green, grows on hills.",Walnut oil cures tinnitus,Neutral,1,q\n'
    ),
}


def write(folder: Path) -> Path:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder

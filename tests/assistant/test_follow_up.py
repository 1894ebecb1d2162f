"""How a follow-up is read, with the question before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.follow_up import standalone

ZINC = "Does zinc for ten days shorten bronchitis?"
STATIN = "Is atorvastatin effective against stroke?"
ACID = "阿司匹林能预防偏头痛吗?"


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ("Does ibuprofen lower fever?", "And paracetamol?", "Does paracetamol lower fever?"),
        ("Does swimming relieve back pain?", "And neck pain?", "Does swimming relieve neck pain?"),
        ("Does vitamin D prevent falls?", "What about zinc?", "Does zinc prevent falls?"),
        ("Does vitamin D prevent falls?", "And fractures?", "Does vitamin D prevent fractures?"),
        ("Is STAT3 active?", "What about JAK2?", "Is JAK2 active?"),
        ("布洛芬能降低体温吗?", "那对乙酰氨基酚呢?", "对乙酰氨基酚能降低体温吗?"),
        ("STAT3起什么作用?", "换成JAK2呢?", "JAK2起什么作用?"),
        ("Does it work in men with gout?", "How about women?", "Does it work in women with gout?"),
        ("男性的复发率是多少?", "女性呢?", "女性的复发率是多少?"),
        (
            "How many in the zinc group coughed?",
            "What about the control group?",
            "How many in the control group coughed?",
        ),
        ("锌剂组有多少人咳嗽?", "对照组呢", "对照组有多少人咳嗽?"),
        ("What was the weight at 6 months?", "and at 12 months?", "What was the weight at 12 months?"),
        ("6个月时体重是多少?", "那12个月呢?", "12个月体重是多少?"),
        ("Which pathways are involved?", "And the brain regions?", "Which brain regions are involved?"),
    ],
)
def test_new_words_take_the_place_of_their_like(earlier: str, question: str, expected: str) -> None:
    assert standalone(question, [(earlier, "...")]) == expected


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        (STATIN, "and in women?", "Is atorvastatin effective against stroke in women?"),
        (STATIN, "How about children?", "Is atorvastatin effective against stroke in children?"),
        (STATIN, "Compared with placebo?", "Is atorvastatin effective against stroke compared with placebo?"),
        (ZINC, "and at 12 months?", "Does zinc for ten days shorten bronchitis at 12 months?"),
        (ACID, "儿童呢?", "在儿童中，阿司匹林能预防偏头痛吗?"),
        (ACID, "12个月后呢?", "12个月后，阿司匹林能预防偏头痛吗?"),
        (ACID, "与安慰剂相比呢?", "与安慰剂相比，阿司匹林能预防偏头痛吗?"),
        (STATIN, "And the side effects?", "the side effects of atorvastatin?"),
        (ACID, "那副作用呢?", "阿司匹林的副作用呢?"),
        (ACID, "剂量呢", "阿司匹林的剂量呢?"),
    ],
)
def test_what_has_no_like_is_added_or_asked_of_the_subject(earlier: str, question: str, expected: str) -> None:
    assert standalone(question, [(earlier, "...")]) == expected


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        (STATIN, "Is it safe?", "Is atorvastatin safe?"),
        (STATIN, "Does it affect STAT3?", "Does atorvastatin affect STAT3?"),
        (STATIN, "What is its dose?", "What is atorvastatin's dose?"),
        (STATIN, "Is this drug safe?", "Is atorvastatin safe?"),
        (ACID, "它安全吗?", "阿司匹林安全吗?"),
        (ACID, "它的剂量呢", "阿司匹林的剂量呢"),
        (ACID, "那它呢?", ACID),
        ("Which pathways are involved?", "Are they fast?", "Are pathways fast?"),
        ("Which pathways are involved?", "Are these pathways fast?", "Are pathways fast?"),
        ("Does ibuprofen or paracetamol lower fever?", "What about the latter?", "Does paracetamol lower fever?"),
        ("Does ibuprofen or paracetamol lower fever?", "Is the former safe?", "Is ibuprofen safe?"),
        ("氯沙坦和氨氯地平能降低血压吗?", "前者呢", "氯沙坦能降低血压吗?"),
        ("氯沙坦和氨氯地平能降低血压吗?", "后者安全吗?", "氨氯地平安全吗?"),
        (
            "Does a hot bath help a man with gout?",
            "When was he discharged?",
            "When was the patient discharged in the hot bath and gout study?",
        ),
    ],
)
def test_pronouns_are_put_back(earlier: str, question: str, expected: str) -> None:
    assert standalone(question, [(earlier, "...")]) == expected


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        (
            ZINC,
            "How many patients were included?",
            "How many patients were included in the zinc and bronchitis study?",
        ),
        (ZINC, "What was the dose?", "What was the dose in the zinc and bronchitis study?"),
        (ZINC, "How many died?", "How many died in the zinc and bronchitis study?"),
        (ZINC, "And did anyone get a rash?", "Did anyone get a rash in the zinc and bronchitis study?"),
        (ZINC, "Who funded it?", "Who funded it in the zinc and bronchitis study?"),
        (ACID, "有多少名患者?", "在阿司匹林、偏头痛的研究中，有多少名患者?"),
        (ACID, "剂量是多少?", "在阿司匹林、偏头痛的研究中，剂量是多少?"),
        (ACID, "95%置信区间是多少?", "在阿司匹林、偏头痛的研究中，95%置信区间是多少?"),
        (ACID, "他们纳入了多少患者?", "在阿司匹林、偏头痛的研究中，他们纳入了多少患者?"),
    ],
)
def test_a_question_that_names_nothing_keeps_the_subject(earlier: str, question: str, expected: str) -> None:
    assert standalone(question, [(earlier, "...")]) == expected


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        (STATIN, "why?", "why is atorvastatin effective against stroke?"),
        ("GSK3 raises pain", "Why?", "Why GSK3 raises pain"),
        (ACID, "为什么?", "为什么阿司匹林能预防偏头痛?"),
        (ZINC, "And the authors?", "the authors"),
        (ZINC, "and the conclusion?", "the conclusion"),
        (ACID, "那作者呢?", "作者"),
    ],
)
def test_lone_question_words_sections_and_reference_lines(earlier: str, question: str, expected: str) -> None:
    assert standalone(question, [(earlier, "...")]) == expected


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        (ZINC, "Who wrote it?"),
        (ZINC, "Where was it published?"),
        (ZINC, "What did they conclude?"),
        (ZINC, "What was the aim of this study?"),
        (ZINC, "Summarise it"),
        (ZINC, "in English please"),
        (ZINC, "Could you say that in Chinese?"),
        (ZINC, "Thanks!"),
        (ZINC, "Does losartan lower blood pressure?"),
        (ZINC, "Is there evidence that GSK3 is inhibited?"),
        (ACID, "请用英文回答"),
        (ACID, "这个结果可靠吗"),
        (ACID, "他们得出了什么结论?"),
        (ACID, "作者是谁?"),
        (ACID, "氯沙坦能降低血压吗?"),
    ],
)
def test_what_stands_alone_or_points_to_the_document_is_left(earlier: str, question: str) -> None:
    assert standalone(question, [(earlier, "...")]) is None


def test_the_subject_lasts_over_questions_that_name_none() -> None:
    history = [(ZINC, "..."), ("Who wrote it?", "..."), ("in English please", "...")]
    assert standalone("Was there a control group?", history) == (
        "Was there a control group in the zinc and bronchitis study?"
    )
    assert standalone("And copper?", [(ZINC, "...")]) == "Does copper for ten days shorten bronchitis?"


def test_answers_are_not_read() -> None:
    assert standalone("Is it safe?", [(STATIN, "Losartan is better.")]) == standalone("Is it safe?", [(STATIN, "")])


@given(st.lists(st.text(max_size=30), max_size=3), st.text(max_size=30))
def test_any_text_can_follow_any_other(earlier: list[str], question: str) -> None:
    read = standalone(question, [(asked, "") for asked in earlier])
    assert read is None or read.strip()

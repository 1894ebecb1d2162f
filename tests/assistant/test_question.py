"""How a question is understood, before any abstract is looked at."""

import pytest

from assistant.expected import Expected, meets
from assistant.focus import focus_terms
from assistant.follow_up import standalone
from assistant.homophones import heard_alike
from assistant.parts import parts_of
from assistant.question import analyse, asks_advice
from assistant.spelling import corrected
from vectorstore.cues import asked_fields, asked_roles

TEXTS = ["Intracellular signaling pathways such as mTOR and neuro-inflammation.", "氯胺酮与突触可塑性"]


def surfaces(question: str) -> list[str]:
    return [term.surface for term in focus_terms(question) if not term.is_soft]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Please summarise the paper", "summary"),
        ("这篇文章讲了什么?", "summary"),
        ("Give me the summary of it", "summary"),
        ("In one sentence, what is this about?", "summary"),
        ("What do the authors set out to summarize?", "which"),
        ("To summarise them, which databases were searched?", "which"),
        ("Does this summary mention pain?", "yes_no"),
        ("本文总结了哪些假说?", "which"),
        ("What does TRD stand for?", "abbreviation"),
        ("How many patients were there?", "number"),
        ("有多少名患者?", "number"),
        ("When was it given?", "date"),
        ("What happened when it was stopped?", "which"),
        ("Which region?", "which"),
        ("Could you please tell me the dose?", "open"),
        ("Can you tell me which drugs were used?", "which"),
        ("Is it fast?", "yes_no"),
        ("起效快吗?", "yes_no"),
        ("ketamine mTOR", "open"),
    ],
)
def test_the_kind_of_answer_that_fits(question: str, kind: str) -> None:
    assert analyse(question).kind == kind


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("By whom was it funded?", "who"),
        ("是谁资助的?", "who"),
        ("In which country were they treated?", "where"),
        ("在哪里进行的?", "where"),
        ("Why does it work?", "why"),
        ("为什么有效?", "why"),
        ("How does zinc shorten a cold?", "how"),
        ("锌如何缩短感冒病程?", "how"),
        ("What is plasticity?", "definition"),
        ("什么是可塑性?", "definition"),
        ("List the pathways", "list"),
        ("涉及哪些通路?", "list"),
        ("Which pathway is blocked?", "which"),
        ("Zinc shortens the common cold", "claim"),
        ("维生素D能预防骨折", "claim"),
        ("zinc common cold", "keywords"),
        ("维生素D 骨折", "keywords"),
        ("Is zinc useful?", "yes_no"),
        ("What does OR stand for?", "abbreviation"),
    ],
)
def test_the_finer_form_of_a_question(question: str, form: str) -> None:
    assert analyse(question).form == form


def test_a_claim_asks_whether_it_is_so() -> None:
    assert analyse("Zinc shortens the common cold").asks_whether
    assert not analyse("zinc common cold").asks_whether
    assert analyse("涉及哪些通路?").lists


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What dose was given?", "amount"),
        ("剂量是多少?", "amount"),
        ("How many nurses answered?", "number"),
        ("有多少名护士?", "number"),
        ("How long did the fever last?", "time"),
        ("疗程多长时间?", "time"),
        ("复发率是多少?", "share"),
        ("What was the odds ratio?", "ratio"),
        ("What was the mean age?", "age"),
        ("How much does it cost?", "money"),
        ("When was it given?", "date"),
        ("Who took part?", "person"),
        ("在哪个国家进行的?", "place"),
        ("Which drug was used?", "drug"),
        ("What is the name of the drug?", "drug"),
        ("用了什么药物?", "drug"),
        ("哪种蛋白升高?", "gene_or_protein"),
        ("Which brain area is active?", "brain_region"),
        ("有哪些脑区?", "brain_region"),
        ("Which organ is affected?", "body_part"),
        ("Which animals were used?", "species"),
        ("What bacteria were grown?", "organism"),
        ("用什么量表评估?", "instrument"),
        ("What is the effect of the drug?", None),
        ("Is the drug safe?", None),
        ("Which drug doses were compared?", "amount"),
    ],
)
def test_the_type_of_answer_that_is_expected(question: str, expected: str | None) -> None:
    wanted = analyse(question).expects
    assert (wanted.type if wanted else None) == expected


@pytest.mark.parametrize(
    ("wanted", "text", "other"),
    [
        ("number", "Twenty-two nurses answered.", "Nurses with IL-6 in blood answered."),
        ("number", "共有三十名护士", "护士参加了调查"),
        ("amount", "They took 250 mg twice a day.", "All 250 took it."),
        ("amount", "每次0.5毫克", "共5例"),
        ("time", "for six weeks", "in six centres"),
        ("time", "持续3个月", "3个中心"),
        ("share", "in 31% of them", "in 31 of the nurses"),
        ("age", "aged 18 to 65", "18 nurses"),
        ("money", "It cost $40.", "It cost more."),
        ("drug", "given amoxicillin", "given water"),
        ("drug", "口服阿莫西林", "多喝水"),
        ("gene_or_protein", "through STAT3", "through the wall"),
        ("brain_region", "in the amygdala", "in the liver"),
        ("body_part", "in the liver", "in the village"),
        ("organism", "S. aureus was grown", "nothing was grown"),
        ("instrument", "by the Beck inventory", "by their mothers"),
        ("instrument", "采用疼痛量表", "由母亲说明"),
        ("place", "at a hospital in Kenya", "at night"),
        ("disease", "with bronchitis", "with friends"),
        ("person", "Doe J, Roe R.", "It rained."),
        ("date", "in March 2011", "in mice"),
        ("species", "in rats", "in vitro"),
    ],
)
def test_a_text_has_the_expected_type_or_lacks_it(wanted: str, text: str, other: str) -> None:
    assert meets(Expected(wanted), text)
    assert not meets(Expected(wanted), other)


def test_words_of_questions_as_such_are_no_focus_terms() -> None:
    assert surfaces("Could you please tell me which pathways the authors of this article mention?") == ["pathways"]
    assert surfaces("请问这篇文章中提到了哪些信号通路?") == ["信号"]


def test_known_expressions_are_one_term_and_unknown_compounds_fall_into_parts() -> None:
    found = surfaces("Were there side effects in ketamine-filled rooms?")
    assert found == ["side effects", "ketamine", "filled", "rooms"]
    assert surfaces("pain-killing") == ["painkilling"]


@pytest.mark.parametrize("word", ["BDNF", "GSK3", "2019", "hippocampus", "placebo"])
def test_names_members_and_known_things_decide(word: str) -> None:
    [term] = focus_terms(f"Is {word} involved?")
    assert term.decides


@pytest.mark.parametrize(
    ("question", "roles", "fields"),
    [
        ("What did the authors conclude?", ("conclusions",), ()),
        ("On what grounds do the authors recommend zinc?", (), ()),
        ("作者是否推荐补锌?", (), ()),
        ("What is the outlook?", ("conclusions",), ()),
        ("文章开篇说了什么?", ("background",), ()),
        ("这篇review的conclusion是什么?", ("conclusions",), ()),
        ("Where do the authors work?", (), ("affiliation",)),
        ("Who wrote it and where do they work?", (), ("authors", "affiliation")),
        ("Where was this article published?", (), ("citation",)),
        ("DOI号发我一下", (), ("citation",)),
        ("What is the title?", ("title",), ()),
        ("这项研究是怎么做的?", ("methods",), ()),
    ],
)
def test_sections_and_reference_lines_that_are_asked_for(
    question: str, roles: tuple[str, ...], fields: tuple[str, ...]
) -> None:
    assert tuple(role for role in asked_roles(question) if role != "reference") == roles
    assert asked_fields(question) == fields


@pytest.mark.parametrize(
    "question",
    ["Should I take it?", "I have depression, would it help?", "Can my mother use it?", "我能吃吗?", "我妈妈该不该用?"],
)
def test_personal_advice_is_recognised(question: str) -> None:
    assert asks_advice(question)


@pytest.mark.parametrize(
    "question",
    [
        "I need to cite this. Can I have the DOI?",
        "Where can I find it?",
        "I have a question: is it fast?",
        "我想知道作者是谁",
        "My sister is depressed. Does the article mention pain relief?",
        "Which pathways should I remember?",
        "我妈总喊疼,文章里提到止痛了吗?",
    ],
)
def test_talking_of_oneself_is_not_asking_for_advice(question: str) -> None:
    assert not asks_advice(question)


@pytest.mark.parametrize(
    "question", ["Give me the gist of the zinc trial in three or four sentences.", "用两三句话概括锌的试验"]
)
def test_the_length_that_is_wished_is_not_what_is_asked_about(question: str) -> None:
    assert not {"three", "four", "sentences", "两三", "句话", "两三句"} & {
        term.surface for term in analyse(question).rest
    }


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Which pathways are involved, and what dose was given?", 2),
        ("What is the aim? What do they conclude?", 2),
        ("研究目的是什么?结论又是什么?", 2),
        ("Which pathways and regions are involved?", 1),
        ("In recent years, what was found?", 1),
        ("In which journal was it published and when?", 1),
        ("Which drug and which dose were used?", 1),
        ("Does zinc shorten colds and coughs?", 1),
        ("锌和维生素C有什么区别?", 1),
        ("用了什么药,剂量是多少?", 2),
        ("Is it fast, is it safe?", 2),
        ("入院时pH是多少,酸中毒多长时间缓解?", 2),
        ("After zinc was withdrawn, which drugs took its place?", 1),
        ("Which scale, MADRS or HAM-D, was used?", 1),
        ("What about zinc and iron, do they work?", 1),
    ],
)
def test_several_questions_in_one_are_taken_apart(question: str, parts: int) -> None:
    assert len(parts_of(question)) == parts


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Was zinc given, and how long did it last?", "how long did zinc last?"),
        ("What was the dose, and how long did it last?", "how long did it last?"),
        ("Is ibuprofen safe? What is its dose?", "What is ibuprofen's dose?"),
        ("布洛芬安全吗?它的剂量是多少?", "布洛芬的剂量是多少?"),
        ("Is zinc safe, and what did they conclude?", "what did they conclude?"),
    ],
)
def test_a_later_part_keeps_its_subject(text: str, last: str) -> None:
    assert parts_of(text)[-1] == last


@pytest.mark.parametrize(
    ("question", "earlier", "expected"),
    [
        ("And GSK3?", "Is mTOR involved?", "Is GSK3 involved?"),
        ("What about GSK3?", "Is mTOR involved?", "Is GSK3 involved?"),
        ("那GSK3呢?", "mTOR起什么作用?", "GSK3起什么作用?"),
        ("那24小时的时候呢?", "术后2小时哪组评分最低?", "术后24小时的时候哪组评分最低?"),
        ("What are they associated with?", "Which pathways are implicated?", "What are pathways associated with?"),
        ("它与什么有关?", "mTOR起什么作用?", "mTOR与什么有关?"),
        ("And in which journal?", "Who wrote this?", None),
        ("And the aim?", "Who wrote this?", "the aim"),
        ("Why?", "Is mTOR involved?", "Why is mTOR involved?"),
        ("Is the effect fast?", "Is mTOR involved?", None),
        ("What is the aim of this article?", "Is mTOR involved?", None),
    ],
)
def test_follow_ups_are_made_to_stand_alone(question: str, earlier: str, expected: str | None) -> None:
    assert standalone(question, [(earlier, "...")]) == expected
    assert standalone(question, []) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Whcih pathwyas?", "which pathways?"),
        ("neuroinflamation", "neuroinflammation"),
        ("氯安酮有效吗", "氯胺酮有效吗"),
        ("绿胺铜与途触可塑性", "氯胺酮与突触可塑性"),
        ("律案铜有效吗", "律案铜有效吗"),
        ("Is GSK4 or MTRO involved?", "Is GSK4 or MTRO involved?"),
        ("Let it fail", "Let it fail"),
        ("tea", "tea"),
        ("Who learned a maze?", "Who learned a maze?"),
    ],
)
def test_only_what_can_mean_one_known_word_is_put_right(question: str, expected: str) -> None:
    assert corrected(question, TEXTS) == expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("拔智尺后的纵膈气种", "智齿拔除后纵隔气肿1例,气肿自行吸收", "拔智齿后的纵隔气肿"),
        ("治疗有效吗", "患儿幼小,幼小者多", "治疗有效吗"),
        ("是章伟写的吗", "张伟与张伟", "是章伟写的吗"),
        ("蛋白粉有用吗", "血清蛋白分别为4和5", "蛋白粉有用吗"),
        ("借种子的人为什么不还", "作者认为如此", "借种子的人为什么不还"),
        ("有什么做用", "氯胺酮的作用", "有什么作用"),
        ("绿胺铜管用吗", "氯胺酮的作用", "氯胺酮管用吗"),
        ("会致痛吗", "布洛芬止痛有效", "会致痛吗"),
        ("氯化镓有效吗", "氯化钾有效", "氯化镓有效吗"),
    ],
)
def test_chinese_words_typed_by_their_sound_are_put_right_and_no_others(
    question: str, text: str, expected: str
) -> None:
    assert heard_alike(question, text) == expected


def test_an_abbreviation_and_its_value_are_one_term_and_terms_keep_their_order() -> None:
    assert surfaces("HR值和mTOR，mTOR和年龄") == ["mTOR", "hr值", "年龄"]


def test_traditional_characters_are_not_taken_for_misspelt_ones() -> None:
    assert corrected("氯胺酮與突觸可塑性", TEXTS) == "氯胺酮與突觸可塑性"


@pytest.mark.parametrize(
    ("question", "concepts"),
    [
        ("两组的P值是多少?", ["statistics"]),
        ("OR值多大?", ["ratio"]),
        ("HR值和P值多大?", ["ratio", "statistics"]),
        ("是男是女?", ["sex"]),
        ("male or female?", ["sex"]),
    ],
)
def test_expressions_of_letters_and_characters_and_of_several_words_are_known(
    question: str, concepts: list[str]
) -> None:
    assert [term.concept.name for term in focus_terms(question) if term.concept] == concepts


def test_what_is_to_be_left_out_is_no_focus_term() -> None:
    assert [t.surface for t in analyse("Apart from mTOR, which pathways are involved?").terms] == ["pathways"]
    assert [t.surface for t in analyse("除了mTOR之外,还有哪些通路?").terms] == ["通路"]


def test_a_kind_of_document_is_asked_about_only_when_nothing_else_is() -> None:
    assert [t.surface for t in analyse("Is this a review?").terms] == ["review"]
    assert "review" not in [t.surface for t in analyse("Does the review mention mTOR?").terms]

"""A small library of our own making, in every format: trials, a retracted paper, an animal study, a Chinese one."""

TRIALS = """
PMID- 90000001
OWN - NLM
TI  - Walnut oil for tinnitus in tram drivers: a randomised
      controlled trial.
PG  - 101-9
AB  - BACKGROUND: Tinnitus is common among tram drivers. METHODS: We randomised 84 drivers to 5 mL
      walnut oil daily or placebo for 12 weeks. RESULTS: Walnut oil lowered the tinnitus handicap
      score by 11 points (p &lt; 0.05). CONCLUSIONS: Walnut oil may relieve tinnitus.
CI  - Copyright 2021 The Walnut Society.
FAU - Okafor, Bola
AU  - Okafor B
AD  - Tram Clinic, Tallinn, Estonia.
FAU - Lindqvist, Maja
AU  - Lindqvist M
CN  - Tram Study Group
LA  - eng
PT  - Journal Article
PT  - Randomized Controlled Trial
DEP - 20210114
TA  - J Invented Med
JT  - Journal of invented medicine
VI  - 12
IP  - 3
DP  - 2021 Mar 5
LID - 10.5555/jim.2021.77 [doi]
PMC - PMC9000001
MH  - Humans
MH  - Tinnitus/*drug therapy
OT  - *tram noise
OT  - walnuts

PMID- 90000002
TI  - Chamomile tea for sleep in night nurses.
AB  - Forty nurses were randomly assigned to chamomile tea or hot water for 4 weeks. Chamomile tea lengthened
      sleep by 31 minutes. Two nurses reported nausea.
AU  - Tan WL
LA  - eng
PT  - Randomized Controlled Trial
TA  - J Invented Med
JT  - Journal of invented medicine
VI  - 13
DP  - 2022

PMID- 90000003
TI  - Only a title.
AU  - Nobody N
DP  - 2020
"""
"""MEDLINE text: two trials, and a record without an abstract."""

XML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">90000004</PMID>
<Article><Journal><JournalIssue><Volume>7</Volume><Issue>2</Issue><PubDate><Year>2018</Year><Month>Jun</Month></PubDate></JournalIssue><Title>Annals of made-up pharmacology</Title></Journal>
<ArticleTitle>Saffron cures insomnia at 10<sup>-3</sup> M.</ArticleTitle><Pagination><MedlinePgn>1-8</MedlinePgn></Pagination>
<ELocationID EIdType="doi">10.5555/amp.2018.4</ELocationID>
<Abstract><AbstractText Label="AIM" NlmCategory="OBJECTIVE">To see whether saffron helps.</AbstractText>
<AbstractText Label="WHAT WE SAW" NlmCategory="RESULTS">Saffron cured insomnia in all 30 patients; CO<sub>2</sub> was unchanged.</AbstractText>
<CopyrightInformation>Copyright 2018.</CopyrightInformation></Abstract>
<AuthorList><Author><LastName>Fake</LastName><Initials>F</Initials><Suffix>Jr</Suffix></Author><Author><CollectiveName>Saffron Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><PublicationTypeList><PublicationType>Journal Article</PublicationType><PublicationType>Retracted Publication</PublicationType></PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>Ann Made Up Pharmacol</MedlineTA></MedlineJournalInfo>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>Ann Made Up Pharmacol. 2019 Jan;8(1):9</RefSource><PMID>90000005</PMID></CommentsCorrections><CommentsCorrections RefType="Cites"><RefSource>Elsewhere</RefSource></CommentsCorrections></CommentsCorrectionsList>
<MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN="Y">Crocus</DescriptorName><QualifierName MajorTopicYN="N">chemistry</QualifierName></MeshHeading></MeshHeadingList>
<KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">saffron</Keyword><Keyword MajorTopicYN="N">CO<sub>2</sub></Keyword></KeywordList>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC9000004</ArticleId></ArticleIdList></PubmedData></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>90000006</PMID>
<Article><Journal><JournalIssue><PubDate><MedlineDate>2019 Spring</MedlineDate></PubDate></JournalIssue><Title>Journal of small animals</Title></Journal>
<ArticleTitle>[Music and maze learning in rats].</ArticleTitle>
<Abstract><AbstractText>Rats that heard a cello learned a maze in 3 days, silent ones in 5 days.</AbstractText></Abstract>
<AuthorList><Author><LastName>Duval</LastName><Initials>C</Initials></Author></AuthorList>
<Language>fre</Language><VernacularTitle>Musique et labyrinthe chez le rat.</VernacularTitle></Article>
<OtherAbstract Language="chi"><AbstractText Label="结果">听大提琴的大鼠3天学会迷宫。</AbstractText></OtherAbstract>
<CommentsCorrectionsList><CommentsCorrections RefType="ErratumIn"><RefSource>J Small Anim. 2020;2:1</RefSource></CommentsCorrections></CommentsCorrectionsList>
<MeshHeadingList><MeshHeading><DescriptorName>Animals</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>90000007</PMID><ArticleIdList><ArticleId IdType="doi">10.5555/book.1</ArticleId></ArticleIdList>
<Book><BookTitle>A handbook of quiet</BookTitle><PubDate><Year>2020</Year></PubDate></Book><ArticleTitle>Earplugs</ArticleTitle>
<Abstract><AbstractText>Earplugs of foam lower noise by 25 dB.</AbstractText></Abstract></BookDocument></PubmedBookArticle>
</PubmedArticleSet>
"""
"""PubMed XML: a retracted paper, an animal study with a Chinese abstract beside its own, a chapter of a book."""

CHINESE = """{"title": "温牛奶对护士睡眠的影响", "abstract": "目的:探讨温牛奶的作用。方法:将60名护士随机分为两组。结果:牛奶组入睡时间缩短了18分钟。", "authors": ["王芳", "李明"], "journal": "虚构医学杂志", "year": 2023}
"""
"""A Chinese abstract as a line of JSON."""

TEXT = """1. J Invented Med. 2021 Mar 5;12(3):101-9. doi: 10.5555/jim.2021.77. Epub 2021 Jan 14.

Walnut oil for tinnitus in tram drivers: a randomised controlled trial.

Okafor B(1), Lindqvist M(2); Tram Study Group.

Author information:
(1)Tram Clinic, Tallinn, Estonia.
(2)Institute of Rails, Umea, Sweden.

BACKGROUND: Tinnitus is common among tram drivers.
METHODS: We randomised 84 drivers to 5 mL walnut oil daily or placebo.
RESULTS: Walnut oil lowered the score by 11 points.

Copyright 2021 The Walnut Society.

DOI: 10.5555/jim.2021.77
PMCID: PMC9000001
PMID: 90000001 [Indexed for MEDLINE]


2. J Invented Med. 2022;13:7.

Chamomile tea for sleep in night nurses.

Tan WL(1).

Retraction in
    J Invented Med. 2023;14:1.

Chamomile tea lengthened sleep by 31 minutes.

PMID: 90000002
"""
"""PubMed's text export."""

RIS = """TY  - JOUR
AU  - Okafor, Bola A.
AU  - Tram Study Group
TI  - Walnut oil for tinnitus
T2  - Journal of invented medicine
J2  - J Invented Med
PY  - 2021/03/05
VL  - 12
IS  - 3
SP  - 101
EP  - 109
DO  - https://doi.org/10.5555/jim.2021.77
AN  - 90000001
KW  - Tinnitus/drug therapy
KW  - tram noise; H<sub>2</sub>O
AB  - AIM: To see. RESULTS: Walnut oil lowered the score by 11 points in H<sub>2</sub>O.
ER  -

TY  - BOOK
TI  - No abstract here
ER  -
"""
"""RIS."""

CSV = """Title,Authors,Journal/Book,Publication Year,DOI,PMID,Author Keywords,Abstract
"Walnut oil, for tinnitus",Okafor B; Tan WL,J Invented Med,2021,10.5555/jim.2021.77,90000001,"tram noise; walnuts","Walnut oil lowered the score by 11 points."
Another,,,2020,,,,
"""
"""A table."""

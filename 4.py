import importlib
import h; from h import *
T['trial_en2']="""Peppermint tea for reflux in violinists
Ruiz D, Holm T
J Invented Med. 2018;9(1):1-8.
METHODS: We randomised 70 violinists to 3 cups of peppermint tea daily or water for 2 weeks.
RESULTS: Reflux episodes fell by 40% (p=0.01). Four violinists reported headache.
CONCLUSIONS: Peppermint tea reduced reflux in violinists.
"""
T['mint_zh']="""目的:探讨薄荷茶对反流性食管炎的疗效。
方法:将80例患者随机分为薄荷茶组(每日2杯)和对照组,治疗3周。
结果:薄荷茶组反流次数减少35%(P=0.02)。6例出现头痛,2例出现恶心。
结论:薄荷茶可减轻反流。
"""
src=open('3.py').read().split("if __name__")[0]; exec(src)
a=op('trial','milk','magnes','honey','milk_en','tinn_zh'); b=op('trial','honey'); c=op('trial_en2','mint_zh'); d=op('trial','trial_en2')
print('### b: trial+honey')
cmp(b,"How many drivers took part, and how many children?","How many drivers took part, and how many children took part?",
"有多少名司机参加,有多少名患儿参加?","What dose of walnut oil was used and what dose of honey was used?",
"Does honey reduce cough, and does it cause nausea?","蜂蜜能减轻咳嗽吗,会引起恶心吗?","蜂蜜能减轻夜间咳嗽吗?会引起呕吐吗?","Does walnut oil relieve tinnitus, and does it cause vomiting?")
print('### c: peppermint en+zh')
cmp(c,"How many patients reported nausea?","How many reported headache and how many reported nausea?","Did peppermint tea cause nausea?","有多少人头痛?","薄荷茶的剂量是多少,小提琴手有多少人?",
"How many violinists took part, and how many patients took part?","Did peppermint tea reduce reflux, and did it improve sleep?","What was the duration, and what was the age?","薄荷茶能减少反流吗,能改善睡眠吗?","薄荷茶由谁提供,费用是多少?")
print('### d: trial+pepper')
cmp(d,"How many drivers took part, and how many violinists took part?","How many drivers took part, and how many violinists?","What dose of walnut oil was used, and how much peppermint tea was drunk?","Does walnut oil relieve tinnitus, and does peppermint tea cause headache?","Was nausea reported with walnut oil, and was nausea reported with peppermint tea?","Did walnut oil lower the score, and did peppermint tea lower the score?","How many drivers reported nausea, and how many violinists reported nausea?")
print('### bundled only'); e=op()
cmp(e,"What is the role of GSK3, and what is the role of AMPA?","Is mTOR involved, and is BDNF involved?","What is the role of the anterior cingulate cortex, and what is the role of the hippocampus?","前扣带回皮质有什么作用,海马有什么作用?","Does ketamine increase synaptic plasticity, and does it increase neurogenesis?","mTOR参与了吗,BDNF参与了吗?","GSK3起什么作用,NMDA起什么作用?","Is ketamine fast, is it powerful, is it safe?")
for s in ["?","? ? ?","What? And what? And who?","什么,什么,什么?","a"*3000+" and what is x?","What is it; What is it; What is it","mTOR? GSK3? eEF2? BDNF?"]:
    try: print(repr(s[:40]),short(a,s))
    except Exception as x: print(repr(s[:40]),'EXC',repr(x)[:200])

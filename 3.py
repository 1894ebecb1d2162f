from h import *
import assistant.reader as R
orig=R.BuiltinReader._together
def short(a,s):
    r=a.ask(s); c={x.number:x for x in r.citations}
    return (r.status, [(a.ids.get(c[st.citations[0]].abstract_id,'BUNDLED'),st.text[:75]) for st in r.statements], r.refusal and r.refusal.missing)
def cmp(a,*qs):
    for s in qs:
        print('\nQ:',s,' PARTS',parts_of(s))
        out=[]
        for name,tog,acr in (('now',orig,2),('no-together',lambda *x:[],2),('no-across',orig,0),('neither',lambda *x:[],0)):
            R.BuiltinReader._together=tog; R._ACROSS=acr
            try: o=short(a,s)
            except Exception as e: o=repr(e)
            if not out or o!=out[0]: print('  ',name,o)
            out.append(o)
        R.BuiltinReader._together=orig; R._ACROSS=2
        ps=parts_of(s)
        if len(ps)>1:
            for p in ps: print('      alone:',p,short(a,p))
if __name__=='__main__':
    b=op('trial'); a=op('trial','milk','magnes','honey','milk_en','tinn_zh'); m=op('magnes')
    print('#### bundled+trial')
    cmp(b,"What was the p value and what was the confidence interval?",
    "How long did treatment last and how long was the follow-up?",
    "What is the role of mTOR, and what is the role of BDNF?",
    "有多少名司机恶心,有多少名司机头痛?",
    "核桃油能缓解耳鸣吗,费用是多少?",
    "What dose of walnut oil was given? What dose of ketamine was given?",
    "How does ketamine work, and does walnut oil relieve tinnitus?",
    "氯胺酮的作用机制是什么,核桃油能缓解耳鸣吗?",
    "Where was the study conducted, and what dose was used?",
    "Does walnut oil help tinnitus, and what is the mechanism?",
    "Is tinnitus common, and is depression common?",
    "Does walnut oil relieve tinnitus, and what is the aim of the ketamine review?",
    "What dose of walnut oil was given, and what is the conclusion?",
    "How many drivers were randomised, who wrote it, and what did it cost?",
    "What was the comparator and what was the washout period?",
    "Did the score fall, and by how much did the anxiety score fall?",
    "How many women took part and how many men took part?",
    "How many drivers took part, and how many nurses took part?",
    "What was the primary outcome and what was the secondary outcome?",
    "How many drivers got walnut oil, and how many drivers got placebo?",
    "核桃油降低耳鸣评分多少分,对听力有什么影响?",
    "mTOR起什么作用,BDNF起什么作用?",
    "谷氨酸能系统有什么作用,血清素系统有什么作用?",
    "哪些信号通路参与其中,哪些受体参与其中?",
    "Which pathways play a role, and which receptors play a role?",
    "Are there effects on inflammation, and are there effects on memory?",
    )
    print('\n#### all')
    cmp(a,"How much honey was given to children, and how many had diarrhoea?",
    "Was sleep quality improved by magnesium, and was it improved by warm milk?",
    "How many patients reported nausea, and how many reported headache?",
    "温牛奶对飞行员有效吗?","有多少名飞行员,喝了多少毫升牛奶?",
    "Does honey reduce night cough, and does it cause vomiting?",
    "失眠的原因是什么,如何治疗?",
    "Does magnesium reduce cramps, and does honey reduce cough?",
    "Does magnesium reduce cramps, and does warm milk shorten sleep onset?",
    "Does walnut oil relieve tinnitus, and does ginkgo relieve tinnitus?",
    "蜂蜜能减轻咳嗽吗,温牛奶能缩短入睡时间吗?",
    "蜂蜜的剂量是多少,温牛奶的剂量是多少?",
    "蜂蜜的剂量是多少,镁的剂量是多少?",
    "银杏对耳鸣有效吗,核桃油对耳鸣有效吗?",
    "What dose of honey was used?","What dose of ginkgo was used?",
    "How many bakers took part, and how many nurses?",
    "How many children had vomiting?","Was blood pressure lowered?","How many patients had a stroke?",
    "有多少人出现呕吐?","血压降低了吗?","How old were the children?","How many patients had headache?",
    "What is the effect of warm milk on nurses?","对护士有什么影响?",
    )

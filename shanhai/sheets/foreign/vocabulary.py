"""The words offices put over columns: for every kind of record and every field the ways to say it.

Each entry is a regular expression of alternatives over a squeezed header (no blanks, half-width brackets). Alternatives
after `~` are weak: they count less. It must not know any particular book.
"""

from __future__ import annotations

from .vocabulary_money import MONEY_KINDS
from .vocabulary_people import PEOPLE_KINDS

Words = dict[str, str]

_COUNTY = r"(?:县|区|市|州|旗)(?:\(?(?:市|县|区|州|、|,|/|旗)+\)?)*(?:名称?|别)?"

COMMON: Words = {
    "seq": r"序号|序列号?|顺序号?|序|№|No\.?|NO\.?|项次|行号|编号~顺序|编号|号",
    "remark": r"备注说明|备注|附注|备考|补充说明|其他说明|需说明的?(?:情况|问题)|情况备注|说明~情况说明|存在问题|问题|批注",
    "check_total": r"(?:全年|年度|本年|当年|本月|当月|本期|上半年|下半年|季度|各项|金额|资金|分配)?(?:合计|小计|总计|共计|总额|累计合计)(?:数|额|金额)?|计~总数|累计",
    "ignored": r"签字|签名|签收|签章|盖章|领取人签[名字]|经办人|审核人|复核人?|照片|图片|联系人|负责人|填报人|录入人|开户行|开户银行|银行账号|账号|银行卡号|操作员|核对|民族|学历|文化程度|政治面貌|婚姻状况|邮编|邮政编码|(?:付款|支付|结算)方式|用地面积|占地面积|补助标准|(?:未|尚未|剩余|结余|待)(?:支付|拨付|支出|使用|下达|到位|兑付)(?:资金|金额|数|额)?~经手人|法人代表|法定代表人",
    "giver": rf"对口地区|资金来源地|承接地|飞入(?:方|{_COUNTY})|(?:捐|购|买)方(?:地区|所在地)|(?:捐赠|采购|购买)者所在地|支援(?:方|地|省|{_COUNTY})|帮扶(?:方|地|省|{_COUNTY})|援助(?:方|地|省|{_COUNTY})|东部(?:省份|地区|城市|结对{_COUNTY}|协作{_COUNTY}|{_COUNTY}|方|帮扶{_COUNTY})|结对支援地|对口(?:支援|帮扶)(?:方|地|{_COUNTY})|飞入地|收货地|捐赠方所在地|支援单位所在地|购买地|采购地|出资地|援助单位所在地|来源地区|派入地|东部~支援|东部县|浙江|援方|结对(?:地|{_COUNTY})|(?:捐赠|支援|帮扶|援助|派出|采购|购买)(?:方|单位|人|者)?(?:所在|所属)(?:市县|县市|地区|区域|地|{_COUNTY})~所在(?:市县|县市|地)",
    "receiver": rf"飞出(?:方|{_COUNTY})|受援(?:方|地|省|{_COUNTY})|受帮扶(?:方|地|{_COUNTY})|被帮扶(?:方|地|{_COUNTY})|受助(?:方|地|{_COUNTY})|西部(?:省份|地区|城市|结对{_COUNTY}|协作{_COUNTY}|{_COUNTY}|方)|飞出地|派出{_COUNTY}|输出地|受扶{_COUNTY}|项目{_COUNTY}|所在{_COUNTY}|(?:受赠|受捐|受援|受助|接收|受帮扶)(?:方|单位|人|者)?(?:所在|所属)(?:市县|县市|地区|区域|地|{_COUNTY})|所在(?:市县|县市|地区)|所属(?:{_COUNTY}|地区)|{_COUNTY}|户籍(?:地|所在地|{_COUNTY})|协作{_COUNTY}|受赠地|使用地|(?:受益|实施){_COUNTY}|脱贫县|山区县|结对{_COUNTY}|旗县~地区|区域|单位|西部|受援",
    "town": r"(?:所在|所属|户籍|受益|项目|实施)?(?:乡镇|镇乡|乡\(?镇\)?|镇\(?乡\)?|镇街|乡镇\(?街道\)?|乡镇、?街道|镇\(?街道\)?|街道\(?乡镇\)?|街镇|苏木|乡镇名称?|镇|乡|街道)(?:名称)?",
    "village": r"(?:所在|所属|户籍|受益|结对|行政|薄弱|经济薄弱|集体)?(?:村|行政村|村\(?社区\)?|村社区?|社区|村居|村\(?居\)?|村名|嘎查|村、社区|村/社区|村集体|经济薄弱村|消薄村)(?:名称|名)?",
    "town_or_village": r"(?:建设|实施|项目|工程)(?:地点|地址|位置|区域|所在地)|建设(?:乡镇|镇村|村)|项目所在(?:乡镇|村|镇村)|镇村|乡村|(?:乡镇|镇|乡)[、/及和]?\(?村\)?|乡\(镇\)[、/]?村~地点|受益范围|实施范围|覆盖范围",
    "place": r"(?:活动|培训|举办|会议|服务|所在|详细)?(?:地点|地址|位置|住址|场所)|所在地|家庭(?:住址|地址)|园区所在地",
    "date": r"(?:到账|到位|拨付|拨款|支付|付款|下达|发文|分配|支出|入账|记账|登记|捐赠|捐款|接收|受赠|下单|订单|采购|购买|销售|成交|交易|兑付|发放|填报|统计|业务|发生|订货|签订|办理|收款|划拨|到款|报账|开票|活动|会议|培训)(?:日期|时间|年月日|日)|日期|时间|年月日|发生日|到账日|记账日",
    "year": r"(?:收益|分红|兑付|分配)?年度|年份|年|所属年度|预算年度|资金年度|统计年度|实施年度",
    "period": r"期间|(?:收益|所属|结算|分红|统计|报告|核算|分配|计算|计息|会计)(?:期间?|时段|周期|季度|年度)|时期|季度|时段|期别|周期",
    "month": r"月份|月度|统计月份?|年月|所属月份?~月",
    "batch": r"批次|第几批|资金批次|下达批次|期次|批别|轮次~批",
    "document_no": r"(?:拨款|下达|批复|资金)文件|(?:下达|分配|拨款|拨付|资金|批复|指标|计划|立项|通知|来文|依据|发文|到账)?(?:文件)?(?:文号|字号|文件号|文件编号|发文字号|文件名称?及文号|批文号?)|依据文件|文件依据|批复文件~文件|依据",
    "purpose": r"支持重点|(?:资金|捐赠|款项|定向|拟定|支出|使用|捐款|主要)?(?:用途|使用方向|支持方向|投向|摘要|使用范围|支出内容|支出事项|使用去向|款项内容)|事由|资金方向|支出方向|意向~内容|事项|去向|方向",
    "category": r"资金性质|所属行业|(?:项目|产品|资金|商品|支出|业务|投资|商品|物资|品种|货物|用途|品类|产业)?(?:类别|类型|种类|分类|品类|大类|领域|科目|属性)~类|性质|分项|所属领域",
    "status": r"(?:项目|执行|实施|建设|当前|目前|订单|履约|资产|运行|协议|完成|经营|结算|到账|交付|生产|在岗|就业)?(?:状态|进展情况|进展|现状)|是否(?:完成|完工|到账|验收|开工|在岗)|运行情况|进度情况|推进情况|经营情况",
    "owner": r"(?:项目)?(?:责任|实施|牵头|主管|承办|建设|业主|管理|经办|主办|执行|配合|资金使用|用款|承建|项目)(?:单位|部门|主体|科室|业主|处室)(?:名称)?|项目业主|业主|责任人|责任单位及责任人~填报单位|部门|主体|使用单位|单位",
    "phone": r"(?:联系|手机|本人|负责人|办公|户主|联系人)?(?:电话|手机|手机号|号码|联系方式)(?:号码?)?|联系人及电话|电话号码",
    "persons": r"(?:受益|带动|惠及|覆盖|就业|用工|从业|参与|帮扶|培训|派驻|派出|服务|参训|安置|吸纳|脱贫|输出|转移|选派|实派|职工|员工|期末|年末|平均|带动就业|吸纳就业|脱贫人口|受益人口)(?:就业)?(?:人数|人口数?|总人数|人员数|人员数量|职工数)|(?:用工|就业|从业|受益|带动|参与|在职|在岗|员工|职工)(?:人员|总数)?|人数|人口数|人口|总人数|(?:派驻|选派|培训|派出)人员数?",
    "households": r"(?:受益|带动|惠及|覆盖|参与|脱贫|帮扶|入股|农户|涉及)?(?:户数|农户数|总户数|脱贫户数)|农户|受益户~户",
    "projects": r"(?:实施|协作|合作|产业|安排|资金|援建|帮扶|落地|完成|开工|涉及)?项目(?:数量?|个数|总数)|项目数\(?个?\)?",
    "rank": r".{0,8}(?:排名|名次|位次)|排名|名次|位次|排序|排位",
}

ITEM_KINDS: dict[str, Words] = {
    "agreement.target": {
        "item_code": r"(?:指标|任务|项目|条款)?(?:编号|代码|编码)",
        "item": r"(?:指标|任务|协议|工作|考核|目标|事项|协作|约定|统计)?(?:名称|内容|事项|项目|任务|指标|条款|要点)|指标名称|工作任务|目标任务|协议内容|主要(?:任务|指标|内容)|具体(?:内容|任务|指标)|合作事项|指标|任务|考核(?:指标|内容)|重点(?:工作|任务)",
        "unit": r"(?:计量|计算|指标|统计)?单位|量纲",
        "target_original": r"(?:原|原定|年初|初始|调整前|原协议|协议原定|变更前|原计划|原签)(?:协议)?(?:目标|任务|计划|指标|约定)?(?:数|值|量)?",
        "target": r"(?:\d{4}年)?(?:年度|全年|协议|调整后|计划|目标|任务|约定|考核|本年|当年|协议约定|补充协议|现|修订后|应)(?:目标|任务|计划|完成|约定|指标|协议)?(?:数|值|量|任务)?|目标值?|协议(?:数|目标|任务|约定)|计划(?:数|完成数)?|任务(?:数|量)|年度目标",
        "actual": r"(?:\d{4}年)?(?:实际|已|累计|全年|目前|当前|本年|年度|自评|截至目前|期末)?(?:完成|落实|达成|实现|到位|执行)(?:情况|数|值|量|任务数|数量|结果)?|实际(?:数|值|完成)|实绩|实际完成|完成数|完成值|实施结果|落实情况",
        "ratio": r"(?:目标|任务|计划|协议|指标|年度|实际)?(?:完成|达成|执行|实现|落实)(?:率|比例|比率|百分比|程度|占比|进度)|占(?:目标|计划|协议)(?:比例|%|比)?|完成%|达标率|完成进度|比率~进度|比例",
        "owner": r"(?:责任|牵头|主责|落实|主管|配合|承办|实施)(?:单位|部门|处室|科室|人)|负责(?:单位|部门)|牵头~单位|部门",
        "evidence": r"(?:佐证|证明|支撑|印证|备查|验证|依据|附件|支持)(?:材料|资料|依据|文件|清单|名称)?|证明|材料|证据(?:材料)?|数据来源",
        "status": r"是否(?:完成|达标|落实)|完成与否",
        "category": r"(?:指标|任务|协作|工作)?(?:类别|领域|分类|类型|板块|大类|模块|维度|一级指标)",
    },
    "return.yearly": {
        "item_code": r"(?:指标|项目)?(?:代码|编码|代号|编号)|行次",
        "item": r"(?:指标|统计|项目|报表|工作)?(?:名称|内容|指标|项目|事项)|指标名称|项目名称|统计指标|指标|项目|内容",
        "unit": r"(?:计量|计算|指标|统计)?单位",
        "value": r"(?:\d{4}年)?(?:本年|本期|今年|当年|报告期|本年度|当期|年末|期末|全年|年度)(?:实际|完成|累计|数据|度|发生|统计)?(?:数|值|额|量|数值)?|数值|数据|实际数|完成数|填报数|统计数|累计数|本年累计|数量|上报数|实际|完成|累计",
        "value_previous": r"(?:上年|上期|去年|上一年度?|前一年|上年度|往年|基期|上年同期|去年同期)(?:实际|同期|完成|累计|度|数据)?(?:数|值|额|量)?|同期数?",
        "amount": r"(?:消费帮扶|采购|援助|资金|到位|协作|投入|帮扶|捐赠|社会帮扶|消费)(?:资金|销售|采购)?(?:额|金额|总额)|金额|资金|消费帮扶额?",
        "report_date": r"(?:报出|填报|上报|报送|填表|报告|提交|制表)(?:日期|时间)",
        "score": r"(?:自评|考核|综合|最终|评价|县级自评|总)?(?:得分|评分|分数|总分|分值)|自评分",
        "meeting_held": r"(?:是否|有无)?(?:召开|举行|举办)?(?:高层|党政|联席|年度|双方)?(?:互访|联席会议?|工作会议)(?:是否召开|召开情况|情况)?|是否召开.*",
        "counterpart_opinion": r"(?:结对|对方|协作|东部|支援|帮扶|受援|西部|双方|结对地区|协作方|支援方|对口)(?:地|方|县|区|市|单位|地区|政府)*(?:意见|反馈|确认意见|审核意见|确认情况)|征求意见情况|对方确认",
        "amount_fiscal": r"(?:\d{4}年)?(?:东部)?(?:到位|到账|本年|县级|市级)?(?:财政)(?:性)?(?:援助|帮扶|协作|支援|拨付)?(?:资金|款)(?:到位|投入|总额|数)?|财政援助.*|财政投入",
        "amount_donated": r"(?:接受|接收|收到|募集)?(?:社会)?(?:捐赠|捐助|捐款|帮扶|社会帮扶|爱心)(?:款物|资金|款项|资金物资|物资|资金和物资|资金及物资)*(?:折价|折款|总额|合计|金额|价值)*|社会(?:帮扶|捐赠|力量).*",
        "amount_consumption": r"消费(?:帮扶|协作|扶贫)(?:销售|采购|产品|农产品)?(?:额|金额|总额|资金)?|(?:采购|销售|帮助销售)(?:和帮助销售)?(?:农特?产品|特色产品|产品|消费帮扶产品)?(?:额|金额|总额)",
        "persons_placed": r"(?:转移|输出|帮助|吸纳|新增|稳定|组织)?(?:转移|劳务)?(?:就业|输出|安置)(?:农村)?(?:劳动力|人员|人数|人口)*(?:就业)?(?:人数|数|总数)?|劳务(?:协作|输出|转移)(?:人数|就业人数)?|农村劳动力.*就业.*",
        "person_times_trained": r"(?:累计|开展|举办|组织)?(?:干部|人才|技能|劳务|党政干部|专技人才|专业技术人才|致富带头人)*培训(?:干部|人才|各类人才|人员|党政干部)*(?:人次|人数|人次数|总人次)|参训人次|培训.*人次",
        "pairs_school": r"(?:结对|帮扶|合作|共建)?(?:结对)?(?:学校)(?:结对|数量?|数|对数|所数|个数|帮扶)*|校际结对.*|结对.*学校.*|学校结对.*",
        "persons": r"(?:转移|劳务|带动)?(?:就业|务工)(?:人数|人员|人口)|就业人数|人数",
    },
}

KINDS: dict[str, Words] = {**MONEY_KINDS, **PEOPLE_KINDS, **ITEM_KINDS}

# A title or a sheet name that speaks for a kind, heaviest first; all that match add up.
TITLES: dict[str, list[tuple[str, float]]] = {
    "funds.arrival": [(r"到账|到位|到款", 2.2), (r"(?:援助|帮扶|协作|支援)资金", 0.8), (r"资金", 0.4)],
    "funds.allocation": [(r"(?:资金|指标).{0,6}(?:分配|下达|分解|安排)|(?:分配|下达|分解|安排).{0,6}(?:资金|情况|明细|方案|计划|台账|表)|切块", 2.2), (r"资金", 0.4)],
    "funds.account": [(r"日记账|明细账|专户|专账|分类账|往来账|银行账|流水账|收支(?:账|台账|明细)|账簿|账页|三栏账", 3.0), (r"账", 0.5)],
    "funds.expenditure": [(r"支出|支付|使用(?:明细|情况)|报账|付款|拨付(?:明细|台账|情况)|开支", 2.0), (r"资金", 0.4)],
    "activity.project": [(r"项目", 1.4), (r"进度|建设|实施|计划|工程", 0.7), (r"项目库", 1.0)],
    "consumption.purchase": [(r"订单|采购(?:明细|台账|清单|记录|登记)|销售(?:明细|台账|清单|流水)|购销|交易明细|消费帮扶(?:台账|明细|清单)", 1.8), (r"消费(?:帮扶|协作|扶贫)", 0.8)],
    "consumption.summary": [(r"消费(?:帮扶|协作|扶贫)", 0.8), (r"(?:汇总|统计|分月|月报|季报|月度|分渠道|销售额|采购额|进度|情况表)", 0.9)],
    "charity.donation": [(r"捐赠|捐款|捐助|捐资|慈善|爱心|社会帮扶|善款|募捐", 2.2)],
    "labour.placement": [(r"务工|劳务|就业|花名册|用工|稳岗|外出|劳动力|农民工", 1.8)],
    "talent.secondment": [(r"挂职|干部|人才|支教|支医|支农|跟岗|选派|派驻|专技|互派|锻炼|交流", 1.8)],
    "pairing.school": [(r"结对|帮扶|共建", 0.7), (r"学校|教育|校际|校", 1.6)],
    "pairing.hospital": [(r"结对|帮扶|共建", 0.7), (r"医院|卫生|医疗|健康", 1.6)],
    "pairing.count": [(r"结对|携手", 1.0), (r"(?:结对|帮扶).{0,8}(?:情况|统计|汇总|数量|一览|关系)|统计|汇总", 0.8)],
    "enclave.revenue": [(r"飞地", 1.4), (r"收益|租金|返还|分红|收入", 1.0)],
    "enclave.payout": [(r"飞地|消薄", 0.9), (r"分配|兑付|发放|到村|村级|分红", 1.4)],
    "park.tenant": [(r"园区|产业园|开发区|共建园", 1.2), (r"入驻|企业|产值|税收|入园", 1.2)],
    "agreement.target": [(r"协议|目标|任务|考核|指标", 1.0), (r"完成|对照|进展|清单|落实", 0.8)],
    "return.yearly": [(r"年报|年度(?:统计)?报表|统计报表|年度报告|自评|年终|基本情况表|统计表|报表", 1.4)],
}  # fmt: skip

# Fields only these kinds have, or that say much about a kind when they are found.
TELLING: dict[str, dict[str, float]] = {
    "funds.account": {"balance": 2.0, "voucher_no": 2.0, "amount_in": 1.5, "amount_out": 1.5, "date_month": 1.0, "date_day": 1.0, "voucher_kind": 1.5},
    "activity.project": {"project": 2.0, "amount_total": 1.6, "progress": 1.2, "paid_ratio": 1.0, "nature": 1.2, "amount_bridge": 1.2, "project_no": 1.2, "amount_arrived": 0.6, "amount_allocated": 0.6},
    "consumption.purchase": {"order_no": 2.0, "product": 2.0, "unit_price": 1.2, "quantity": 1.0, "buyer": 1.6, "seller": 1.4, "origin": 1.2, "invoice_no": 1.0, "quantity_unit": 0.8, "spec": 1.0, "channel": 0.6},
    "consumption.summary": {"channel": 1.2, "amount_bought": 2.0, "amount_sold": 2.0, "amount_bought_cumulative": 1.5, "amount_sold_cumulative": 1.5, "growth": 0.8},
    "charity.donation": {"donor": 2.6, "recipient": 1.8, "goods": 1.6, "amount_goods": 1.8, "receipt_no": 1.4, "gift_kind": 1.6, "quantity_text": 0.8, "amount_words": 1.0},
    "labour.placement": {"id_number": 1.6, "id_number_masked": 1.6, "work_place": 1.8, "employer": 1.8, "monthly_pay": 1.8, "months": 1.2, "placement_way": 1.4, "householder": 1.5, "relation": 1.2, "household_no": 1.2, "destination": 1.2, "person": 0.8, "contract": 1.0, "household_size": 1.0},
    "talent.secondment": {"home_unit": 2.2, "host_unit": 2.2, "post": 1.6, "birth": 1.0, "direction": 1.2, "term": 0.8, "person": 0.8, "days": 1.0, "age": 0.8},
    "pairing.school": {"side_a": 1.4, "side_b": 1.4, "level": 1.0, "agreement_no": 0.8, "term": 0.4},
    "pairing.hospital": {"side_a": 1.4, "side_b": 1.4, "departments": 1.8, "persons_due": 1.0, "visits": 1.4, "operations": 1.6, "transfer_rate": 1.6, "skills": 1.4, "level": 0.6},
    "pairing.count": {"pairs": 2.0},
    "enclave.revenue": {"enclave": 2.0, "amount_fixed": 2.0, "amount_rent": 2.0, "amount_tax": 1.8, "rate": 1.0, "period": 0.6, "amount_received": 1.0},
    "enclave.payout": {"village": 1.0, "share": 1.4, "amount_due": 2.0, "amount_paid": 1.0, "capital": 1.2, "enclave": 0.6},
    "park.tenant": {"firm": 2.0, "uscc": 1.8, "output": 2.0, "tax": 1.8, "industry": 1.2, "tax_per_mu": 1.5, "park": 0.8},
    "agreement.target": {"item": 1.2, "target": 2.0, "actual": 1.8, "ratio": 1.2, "evidence": 1.2, "unit": 0.6, "target_original": 1.6},
    "return.yearly": {"item": 1.2, "value": 1.6, "value_previous": 2.0, "item_code": 1.2, "unit": 0.6, "report_date": 1.0, "score": 1.4, "meeting_held": 1.4, "counterpart_opinion": 2.0, "amount_fiscal": 1.4, "amount_donated": 1.2, "amount_consumption": 1.2, "persons_placed": 1.2, "person_times_trained": 1.2, "pairs_school": 1.2},
    "funds.arrival": {"amount": 0.6, "document_no": 0.4, "batch": 0.5},
    "funds.allocation": {"amount": 0.5, "document_no": 0.4},
    "funds.expenditure": {"amount": 0.5, "counterparty": 1.6, "amount_paid": 0.8, "voucher_no": 0.8, "purpose": 0.4},
}  # fmt: skip

# Fields of the yearly return that stand in forms, beside their label.
FORM_FIELDS = frozenset(
    "report_date score meeting_held counterpart_opinion amount_fiscal amount_donated amount_consumption persons_placed "
    "person_times_trained pairs_school".split()
)

# What a name of a field is by nature; everything not listed is text.
MONEY, COUNT, NUMBER, RATIO, DATE, SPAN, PLACE, CODE, TEXT, YESNO = (
    "money", "count", "number", "ratio", "date", "span", "place", "code", "text", "yesno",
)  # fmt: skip
TYPES: dict[str, str] = {
    **dict.fromkeys(
        ["amount", "amount_paid", "amount_in", "amount_out", "balance", "amount_total", "amount_planned", "amount_bridge", "amount_other", "amount_arrived", "amount_allocated", "unit_price", "freight", "discount", "amount_bought", "amount_sold", "amount_bought_cumulative", "amount_sold_cumulative", "amount_goods", "monthly_pay", "capital", "amount_fixed", "amount_rent", "amount_tax", "amount_received", "amount_due", "output", "tax", "tax_per_mu", "amount_fiscal", "amount_donated", "amount_consumption", "check_total"], MONEY),
    **dict.fromkeys(
        ["persons", "households", "projects", "age", "household_size", "months", "days", "persons_due", "visits", "operations", "skills", "pairs", "persons_placed", "person_times_trained", "pairs_school", "rank", "date_month", "date_day"], COUNT),
    **dict.fromkeys(["quantity", "score", "target", "target_original", "actual", "value", "value_previous"], NUMBER),
    **dict.fromkeys(["ratio", "paid_ratio", "progress", "growth", "share", "rate", "transfer_rate"], RATIO),
    **dict.fromkeys(["date", "pay_date", "start_date", "end_date", "birth", "year", "month", "report_date"], DATE),
    **dict.fromkeys(["term", "period"], SPAN),
    **dict.fromkeys(["giver", "receiver", "origin", "work_place"], PLACE),
    **dict.fromkeys(
        ["seq", "id_number", "id_number_masked", "uscc", "order_no", "invoice_no", "receipt_no", "voucher_no", "project_no", "agreement_no", "document_no", "household_no", "item_code", "phone", "batch"], CODE),
    **dict.fromkeys(["meeting_held", "contract"], YESNO),
}  # fmt: skip


def type_of(field: str) -> str:
    """Return what a field is by nature: money, count, number, ratio, date, span, place, code, yesno or text."""
    return TYPES.get(field, TEXT)


def words_of(kind: str) -> Words:
    """Return the words of all fields a kind can have; where it has its own for a common field, those."""
    return {**COMMON, **KINDS[kind]}

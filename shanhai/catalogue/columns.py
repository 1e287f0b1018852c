"""Columns that several fields of cooperation share, each with the ways offices head it."""

from __future__ import annotations

from shanhai.catalogue.declare import Choice, Column
from shanhai.catalogue.words import Words

DOCUMENT_NO = Column(
    "document_no",
    Words("文号", "Document no."),
    said_as=("文件号", "资金文号", "下达文号", "发文字号", "批文号"),
    example="川财农〔示例〕41号",
    longest=80,
)
VOUCHER_NO = Column(
    "voucher_no",
    Words("凭证号", "Voucher no."),
    said_as=("回单号", "电子回单号", "银行凭证号", "支付凭证号", "记账凭证号"),
    help=Words("银行回单或支付凭证的编号，同一凭证只记一次。", "Number of the bank slip; one slip is recorded once."),
    example="示例-20230406-001",
    longest=80,
)
FUND_BATCH = Column(
    "fund_batch",
    Words("资金批次", "Batch of funds"),
    said_as=("批次", "第几批", "资金批数"),
    example="第一批",
    longest=40,
)
PROJECT_NO = Column(
    "project_no",
    Words("项目编号", "Project no."),
    required=True,
    said_as=("项目代码", "项目号", "项目库编号"),
    help=Words(
        "项目库里的编号，同一项目各处写法一致。", "The number in the project library, written alike everywhere."
    ),
    example="示例2023-01",
    longest=80,
)
PROJECT_NAME = Column(
    "project_name",
    Words("项目名称", "Project name"),
    said_as=("项目", "工程名称", "建设项目"),
    example="高山蔬菜冷链仓（示例）",
)
PURPOSE = Column(
    "purpose",
    Words("用途类别", "Purpose"),
    type="choice",
    said_as=("资金用途", "用途", "项目类别", "项目类型", "摘要", "资金投向"),
    choices=(
        Choice("industry", Words("产业发展", "Industry"), ("产业", "产业帮扶", "产业协作", "产业项目", "农业产业")),
        Choice("infrastructure", Words("乡村建设", "Rural works"), ("基础设施", "乡村振兴", "人居环境", "农村建设")),
        Choice("livelihood", Words("民生保障", "Livelihood"), ("民生", "保障和改善民生", "公共服务", "住房", "饮水")),
        Choice("education", Words("教育", "Education"), ("教育协作", "教育帮扶", "文化教育")),
        Choice("health", Words("医疗卫生", "Health"), ("医疗", "卫生", "医疗协作", "健康帮扶")),
        Choice("labour", Words("劳务协作", "Labour cooperation"), ("劳务", "就业", "稳岗就业", "就业帮扶")),
        Choice("talent", Words("人才支援", "Talent"), ("人才", "智力支援", "人才交流", "干部人才", "培训")),
        Choice("consumption", Words("消费帮扶", "Consumption assistance"), ("消费协作", "产销对接")),
        Choice("tourism", Words("文化旅游", "Culture and tourism"), ("文旅", "旅游", "文旅协作")),
        Choice("exchange", Words("交往交流交融", "Exchange"), ("交流", "交往交流")),
        Choice("park", Words("园区共建", "Joint parks"), ("园区", "共建园区", "产业园区", "园区建设")),
        Choice("award", Words("绩效奖励", "Performance award"), ("奖励", "奖励资金")),
        Choice("management", Words("项目管理费", "Project management fee"), ("管理费",)),
        Choice("other", Words("其他", "Other"), ("其它",)),
    ),
)
DONOR = Column(
    "donor",
    Words("捐助方", "Donor"),
    said_as=("捐赠方", "捐赠单位", "捐赠人", "来源单位"),
    help=Words("写单位名称；个人捐助写“个人”。", "The name of the organisation; write “个人” for a private person."),
    example="示例商会",
)
FORM = Column(
    "form",
    Words("款物", "Money or goods"),
    type="choice",
    required=True,
    said_as=("捐赠形式", "形式", "捐赠类型", "款物类别"),
    choices=(
        Choice("money", Words("款", "Money"), ("资金", "现金", "捐款")),
        Choice("goods", Words("物", "Goods"), ("物资", "实物", "捐物", "物资折款")),
    ),
)

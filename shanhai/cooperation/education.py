"""Education: schools paired, equipped and opened, places, sponsored pupils.

Without a kind in the ledger these figures are known only from what documents state.
"""

from __future__ import annotations

from shanhai.catalogue.declare import CooperationField, Indicator
from shanhai.catalogue.words import Words
from shanhai.figures import fold

FIELD = CooperationField(
    "education",
    Words("教育", "Education"),
    indicators=(
        Indicator(
            "education_funds",
            Words("教育投入", "Funds for education"),
            "CNY",
            "flow",
            "additive",
            Words(
                "分解到项目且用途为“教育”的资金之和，按下达日计。",
                "Funds assigned to projects for education, by day of assignment.",
            ),
            value=fold.total("funds.assigned", where=(("purpose", "education"),)),
            said_as=(
                "在教育上…投入|投资|资金",
                "文化教育",
                "教育帮扶资金",
                "教育资金",
                "新建|援建|建设|改扩建…学校|小学|中学|幼儿园|校舍|教学楼…-名",
                "在教育上|教育上|教育方面|教育领域|教育事业|教育帮扶|教育支援|教育协作…投入|投资|资金",
                "教育…投入|资金…-医疗",
                "盖|盖了|盖起|盖了新|修|修建…学校|小学|中学|幼儿园|新中学",
                "+教育援藏|教育援疆|教育援青…资金|投入",
            ),
        ),
        Indicator(
            "education_projects",
            Words("文化教育项目数", "Culture and education projects"),
            "project",
            "distinct",
            "additive",
            Words(
                "列入文化教育类的项目，同一项目只计一次。", "Projects listed under culture and education, each once."
            ),
            said_as=(
                "文化教育项目",
                "文化教育",
                "教育项目",
                "教育援建项目",
                "教育类项目",
                "文教项目",
                "教育协作项目|教育帮扶项目|教育支援项目|教育援藏项目|教育援疆项目",
            ),
        ),
        Indicator(
            "education_programmes",
            Words("教育工程数", "Education programmes"),
            "programme",
            "snapshot",
            "distinct",
            Words("有名称的教育帮扶工程，同名只计一次。", "Named programmes of education assistance, each name once."),
            said_as=(
                "教育…工程|计划|行动",
                "引航工程|教育提升工程…工程",
                "工程…教育|引航|提升",
                "大工程",
            ),
        ),
        Indicator(
            "schools_paired",
            Words("结对学校数", "Schools paired"),
            "school",
            "snapshot",
            "distinct",
            Words(
                "建立结对关系的学校；两边各写一数的照写，不相加。",
                "Schools in a pairing; where both sides' numbers are told they are not added.",
            ),
            value=fold.latest(
                "village_revitalisation.unit_pair", of=("receiver_unit",), where=(("unit_kind", "school"),)
            ),
            said_as=(
                "学校…结对|结成|成了|结对帮扶|携手|帮扶|对口",
                "所学校…结对",
                "结对学校",
                "中小学…结对|帮扶",
                "校…结对|帮扶|携手",
                "结对…学校|校|中小学",
                "幼儿园…结对",
                "校校结对|校际结对|学校结对",
                "学校|小学|中学|幼儿园|校区|院校…结对|结成|成了|携手|牵手|帮扶|手拉手|共建",
                "学校|小学|中学|幼儿园|中小学…结对|结成|牵手|携手|攀上|结亲|亲戚|认了亲|认亲|成了一家|一家人|手拉手|对口帮扶|联姻",
                "学校",
                "学校|小学|中学|幼儿园|中小学…牵了手|牵上手|结了对|结了亲|结上对|“亲”|姊妹校|友好校",
                "学校|小学|中学|高中|职校|职业学校…友好单位|友好学校|结为对子|结为|结成|对口|组团|帮扶",
            ),
            units=("pair",),
        ),
        Indicator(
            "schools_equipped",
            Words("配置设备学校数", "Schools equipped"),
            "school",
            "distinct",
            "distinct",
            Words("新建、改造或配置设备的学校，同一学校只计一次。", "Schools built, renewed or equipped, each once."),
            said_as=(
                "学校…智慧教室|同步课堂|图书室|操场|多媒体|教室|直播课堂",
                "改善…学校|办学条件",
                "援建…学校|校",
                "学校|小学|中学|幼儿园|校区|院校…配置|配备|添置|捐建|安装|改善|设备|改造|援建|教学设备|多媒体|装上|升级",
                "援建…学校|小学|中学|幼儿园|校区|院校",
                "新建|改扩建|建成|改建…学校|小学|中学|幼儿园|校区|院校",
                "学校|小学|中学|幼儿园|村小|教学点…换上|智慧黑板|电子白板|电脑|净水|取暖|热水|课桌|图书|同步课堂|智慧教室|净水设备",
            ),
        ),
        Indicator(
            "schools_opened_per_year",
            Words("每年开门招生学校数", "Schools opened a year"),
            "school_per_year",
            "ratio",
            "none",
            Words("平均每年建成招生的学校。", "Schools that open their doors in a year, on average."),
            said_as=(
                "每年…学校|开门招生|招生|所",
                "开门招生",
                "学校开门",
                "学校…招生|每年",
            ),
        ),
        Indicator(
            "school_places_added",
            Words("新增学位数", "School places added"),
            "place",
            "flow",
            "additive",
            Words("新建或扩建学校增加的学位。", "Places added by new or larger schools."),
            said_as=(
                "新增学位",
                "学位",
                "增加学位",
                "新增…学位",
                "提供学位",
                "优质学位",
            ),
        ),
        Indicator(
            "students_sponsored",
            Words("爱心结对学生数", "Pupils sponsored"),
            "person",
            "distinct",
            "distinct",
            Words(
                "各资助方在各校期末或之前最近一次登记的在助学生数之和。",
                "The newest number of each sponsor at each school by the period's end, added up.",
            ),
            value=fold.latest("charity.sponsorship", of=("sponsor", "sponsored_school")),
            said_as=(
                "学生…结对|资助|爱心|受助|助学|圆梦",
                "爱心结对",
                "资助…学生|学子|人|名",
                "助学…学生|名|人",
                "受助学生|贫困学生|困难学生|家庭困难学生",
                "资助困难",
                "学生",
                "结对学生",
                "学子",
                "圆梦大学|微心愿",
                "奖励…师生|学生|学子",
                "+送给|送去|发放|赠送|捐赠|受惠|受益…学生|学子|孩子…书包|文具|图书|电脑|校服|助学|棉衣|爱心",
            ),
        ),
        Indicator(
            "college_rate",
            Words("本科上线率", "Share reaching university"),
            "percent",
            "ratio",
            "none",
            Words("高考本科上线人数除以参考人数。", "Candidates above the university line as a share of all."),
            said_as=(
                "本科率",
                "本科上线率",
                "上线率",
                "高考…上线|本科|率",
                "升学率",
                "本科上线",
                "一本上线",
                "重本率",
                "录取率",
            ),
        ),
        Indicator(
            "books_per_pupil",
            Words("生均藏书", "Books per pupil"),
            "book_per_person",
            "ratio",
            "none",
            Words("学校藏书除以在校学生数。", "Books of the school divided by its pupils."),
            said_as=(
                "生均藏书",
                "生均图书",
                "生均",
                "藏书…人均|每生|每名学生",
            ),
        ),
    ),
)

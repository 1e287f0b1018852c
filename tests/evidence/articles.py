"""Two articles written for these tests: a clean one, and the same kind of page as pollution leaves it.

Places are real, every number and event is made up.
"""

CLEAN = """柯桥区与峨边彝族自治县东西部协作见闻(示例)
本文为测试所编,数字均为示例。

2026年,柯桥区到位峨边彝族自治县东西部协作资金300万元。上虞区到位金口河区东西部协作资金300万元。

柯桥区计划2027年向峨边彝族自治县投入东西部协作资金900万元。2026年,柯桥区选派东西部协作挂职干部12名到峨边彝族自治县。
"""

# The same news in traditional characters with glosses, doubled marks, a spam line and a left tag.
_LINES = (
    "柯橋區與(yǔ)峨邊彝族自治縣(xiàn)東西部協(xié)作見聞(wén)(示例)",
    "2026年,柯橋區(qū)到位峨邊彝族自治縣(xiàn)東西部協(xié)作資(zī)金300萬(wàn)元。",
    "兩(liǎng)地產(chǎn)業(yè)協(xié)作不斷(duàn)深化,群眾(zhòng)說(shuō)起變(biàn)化,笑開(kāi)了顏(yán)。",
    "2026年,柯橋區(qū)選(xuǎn)派東西部協(xié)作掛職(zhí)幹部12名到峨邊彝族自治縣(xiàn)。</strong>",
)
POLLUTED = "\n".join(_LINES) + "\n"

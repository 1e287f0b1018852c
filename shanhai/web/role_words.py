"""Roles and kinds of offices in words. A list and nothing more."""

from __future__ import annotations

from shanhai.catalogue.words import Words

ROLE_WORDS: dict[str, Words] = {
    "clerk": Words("经办", "Clerk"),
    "signer": Words("签认", "Signer"),
    "viewer": Words("查看", "Viewer"),
    "assessor": Words("考核", "Assessor"),
    "administrator": Words("管理", "Administrator"),
}
ROLE_HELP: dict[str, Words] = {
    "clerk": Words("导入表格、记条目、冲正", "imports workbooks, enters and reverses entries"),
    "signer": Words("代表本方签认、提异、答复", "signs, differs and answers for its side"),
    "viewer": Words("只看", "looks only"),
    "assessor": Words("看本地及下级两方的全部条目，只看", "looks at all entries of its place and below, on both sides"),
    "administrator": Words("管机构和用户，不记不签", "manages offices and users; neither enters nor signs"),
}
OFFICE_KINDS: dict[str, Words] = {
    "cooperation_office": Words("协作办", "Cooperation office"),
    "work_team": Words("工作队", "Work team"),
    "department": Words("部门", "Department"),
    "enclave_company": Words("飞地公司", "Enclave company"),
    "village": Words("村集体", "Village collective"),
    "assessor": Words("考核审计", "Assessor or auditor"),
    "platform": Words("平台管理", "Platform administration"),
    "other": Words("其他", "Other"),
}
SIDES: dict[str, Words] = {
    "giver": Words("海方", "Giving side"),
    "receiver": Words("山方", "Receiving side"),
    "neither": Words("第三方", "Neither side"),
}

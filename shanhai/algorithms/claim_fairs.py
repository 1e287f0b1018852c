"""What an article about a fair of jobs tells of that fair: firms, jobs and agreements, wherever it tells of them.

It must not know what is counted.
"""

from __future__ import annotations

import re

from shanhai.algorithms.claim_text import Sentence

_OPENS = re.compile(r"(?:招聘会|双选会|招聘活动)[^,，。;；]{0,16}(?:举行|举办|开幕|启动|开场)")
_TELLS = re.compile(r"岗位|求职|应聘|招聘会|现场招聘|(?:就业|用工|劳务)[^,，。;；]{0,4}意向")
_BESIDES = re.compile(r"已|累计|目前|如今|现有|常年|每年|以来|一共|先后|总")


def opens_fair(text: str, sentence: Sentence) -> bool:
    """Tell whether a sentence says that a fair of jobs is held, on the day it names."""
    return bool(_OPENS.search(text, sentence.start, sentence.end))


def is_at_fair(text: str, sentence: Sentence) -> bool:
    """Tell whether a sentence says what a fair of jobs had, and not what there was before or besides."""
    start, end = sentence.start, sentence.end
    return bool(_TELLS.search(text, start, end)) and not _BESIDES.search(text, start, end)

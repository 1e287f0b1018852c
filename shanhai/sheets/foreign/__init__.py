"""Understands workbooks that offices keep in layouts of their own. `read_workbook` is the door."""

from .model import ForeignColumn, ForeignProblem, ForeignRecord, ForeignTable, ForeignWorkbook
from .read import read_workbook

__all__ = ["ForeignColumn", "ForeignProblem", "ForeignRecord", "ForeignTable", "ForeignWorkbook", "read_workbook"]

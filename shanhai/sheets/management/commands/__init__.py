"""Commands about workbooks."""

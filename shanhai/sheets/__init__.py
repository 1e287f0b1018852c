"""Excel in and out, built from declarations: the only folder that knows workbooks."""

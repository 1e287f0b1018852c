"""The ledger folded into numbers. Knows declarations and Parquet, never Django."""

"""Paper: receipts and year-end statements as they are printed, from what was written down when they were issued and nothing else."""

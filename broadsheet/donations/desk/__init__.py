"""The newsroom's screens for gifts: what waits, batches, gifts, donors, pledges, thanks. What they do stands in the acts above."""

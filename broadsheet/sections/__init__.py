"""Fronts: which stories lead, in what order. The paper's own front, and one for each section."""

"""Letters to the editor: taking them in by the paper's own rules, knowing whose they are, and printing them."""

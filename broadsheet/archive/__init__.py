"""The paper's past: month pages, and pages of other systems filed as stories.

How the text of one page becomes a story, in the order in which to read: `page_text.py` is the way
in; `encodings.py` and `page_html.py` turn bytes into text, `lines.py` text into lines; `marks.py`
says what each line is by itself, with the words of `vocabulary.py` and `boilerplate.py`;
`tables.py` which stacks of short lines are a story's own; `rails.py` finds the lists of other
stories, `runs.py` the story, `headlines.py` what stands above it. `importing.py` files what was
read; `desk.py` is the same as a screen of the newsroom.
"""

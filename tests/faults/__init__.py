"""A paper in which things fail as they do in the worst of programs: each failure tells all that it was given.

`DJANGO_SETTINGS_MODULE=tests.faults.settings` plants them; a file in the paper's folder, named as below, brings one out.
"""

# Whatever is written to the database is refused, and the refusal quotes it, as PostgreSQL's do.
WRITING = "fault-writing"
# Whatever is asked fails before it is answered, and the failure quotes the request.
ANSWERING = "fault-answering"
# Whatever is asked with a word under this name fails.
QUERY = "fault-query"
WORD = "order"

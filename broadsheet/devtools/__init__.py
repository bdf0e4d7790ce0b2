"""Stand-ins and fillings for tests and measuring: no paper needs them to publish.

Read `filling` first: it files a believable archive. `text` writes it, `rows` puts it into the database, `town` brings
the people and pictures. `paystub` stands in for the payment processor.
"""

"""How records are said: from a case's body to sentences, each with the records that it tells.

`claims.py` turns a body into claims, one module a record type; `news.py` keeps the new ones; `paragraph.py` puts them in
order and joins them; the words stand in `reports/phrases/<language>/`, one file a record type.
"""

"""How records are said: from a case's body to sentences, each with the records that it tells.

`tellers.py` turns a body into claims, one module a record type; `reports/news.py` keeps the new ones; `arrangement.py`
puts them in order and joins them, `mentions.py` names the people, `paragraph.py` says it; the words stand in
`reports/phrases/<language>/`, one file a record type. A language is added there, without code.
"""

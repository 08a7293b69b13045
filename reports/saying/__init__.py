"""How a case's news is said: `paragraph.py` orders it into sentences, `people.py` names whom they speak of; the words
stand in one folder a language, one file a record type."""

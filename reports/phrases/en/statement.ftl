### Statements.

clause = { $clause }
thought = { THOUGHT($clause) }
concern = { have } expressed { CONCERN($what) }
unnamed-worried = those who know the case

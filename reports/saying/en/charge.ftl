charged = was charged with “{ $text }”
facing = is facing allegations related to { $text }
under = under Article { $articles }

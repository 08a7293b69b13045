done-by = { $text } by { $by }
others = { $doers } { $text } { $others }
others-done = { $doers } { $text }

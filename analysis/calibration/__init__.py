"""How well scores and raters agree with each other, with a reference, and with what happened."""

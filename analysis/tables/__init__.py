"""Tables: long frames of numbers first, and one module that makes text of them."""

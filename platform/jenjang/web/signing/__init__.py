"""The pages on which people sign in, and say what applications may do for them."""

"""What is done about careers, and what is found out for them."""

"""What is done about study leave."""

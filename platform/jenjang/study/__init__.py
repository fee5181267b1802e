"""Study: leave to go to school, what it asks for, how many go, and what is owed afterwards."""

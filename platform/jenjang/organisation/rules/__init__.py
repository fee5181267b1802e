"""What the law decides about units, positions and people: pure decisions, national values as arguments."""

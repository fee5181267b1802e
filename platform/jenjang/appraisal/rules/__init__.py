"""What the law decides about performance: pure decisions, national values as arguments."""

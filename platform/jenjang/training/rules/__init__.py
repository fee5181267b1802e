"""What the law and the house's reading of it decide about training, without a database."""

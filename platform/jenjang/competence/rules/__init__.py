"""What the law and the house's reading of it decide about competencies, without a database."""

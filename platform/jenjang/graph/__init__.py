"""What makes a GraphQL API out of declarations; knows no domain."""

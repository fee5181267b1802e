"""The reader: compiles a GraphQL operation to one SQL statement that returns the JSON of its data."""

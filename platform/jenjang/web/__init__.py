"""What a browser sees: the first page, GraphiQL, the published contract, and what watches over a server."""

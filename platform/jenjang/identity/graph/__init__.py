"""Who is asking, in the contract: the viewer, accounts and roles, applications, what happened."""

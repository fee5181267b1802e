"""Who is asking: issuers, token verification, accounts, roles and what they allow."""

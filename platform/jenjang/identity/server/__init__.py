"""The embedded authorization server: OAuth 2.1 and OpenID Connect, one issuer a government."""

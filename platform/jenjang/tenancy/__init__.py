"""For which government: the catalogue of tenants/*.toml, provisioning, the life of a tenant."""

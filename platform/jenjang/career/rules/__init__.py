"""The pure rules of careers: each says its source in law."""

"""The demo's competencies: what positions ask for, and what most people were assessed at."""

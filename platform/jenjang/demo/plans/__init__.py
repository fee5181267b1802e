"""The demo's career plans: of a third of the people, in every state, for the gaps that they have."""

"""Partners: who helps a government to learn, what was agreed with them; rooms and equipment for it."""

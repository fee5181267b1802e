"""What was done, by whom and why: a chain of entries a government, in which no change goes unseen."""

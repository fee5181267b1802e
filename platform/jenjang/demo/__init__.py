"""The demo: eight regional governments with people and history, on engines that came as wheels."""

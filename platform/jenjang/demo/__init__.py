"""The demo: five regional governments with people and history, on engines that came as wheels."""

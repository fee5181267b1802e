"""The demo's partners, rooms and equipment."""

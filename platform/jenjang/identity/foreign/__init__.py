"""Identity providers of governments' own: what is fetched from them, and how their tokens name people."""

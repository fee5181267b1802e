"""Files brought in: read, checked row by row, applied all or nothing per file, undone by batch."""

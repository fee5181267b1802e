"""The deeds of the organisation: hire, place, promote, appoint, end; open, rename, move and close."""

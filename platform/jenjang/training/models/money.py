"""How amounts of rupiah are kept."""

from sqlalchemy import Numeric

RUPIAH = Numeric(20, 2)
"""With two decimals, always: so every answer writes an amount alike."""

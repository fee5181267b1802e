"""Training: what can be learned, when and where, who goes, what they have to show for it, and who pays."""

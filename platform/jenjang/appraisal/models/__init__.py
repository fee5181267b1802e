"""The tables of appraisal, by noun."""

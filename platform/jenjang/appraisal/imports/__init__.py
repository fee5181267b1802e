"""Files of appraisal brought in: what SIASN holds as results."""

"""The pure rules of appraisal: each says its source in law."""

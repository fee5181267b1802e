"""The demo's appraisals: three years of results, and a quarter that is under way."""

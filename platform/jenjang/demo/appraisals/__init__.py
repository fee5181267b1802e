"""The demo's appraisals: three years of results, expectations of this year, and a quarter that is under way."""

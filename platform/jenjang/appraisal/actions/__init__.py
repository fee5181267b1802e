"""What is done in appraisal: one function a deed."""

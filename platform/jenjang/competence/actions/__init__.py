"""What is done about competencies: one function a deed."""

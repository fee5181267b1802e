"""National code lists that all share: ranks, grades, echelons, levels, competencies, regions."""

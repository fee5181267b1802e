"""Appraisal (penilaian kinerja): expectations agreed, feedback all year, a result explained and built on."""

"""Penilaian kinerja: SKP, evaluasi, kalibrasi, keberatan, pembinaan dan angka kredit pegawai."""

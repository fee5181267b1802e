"""Organisasi dan pegawai: units, positions and people, the domain all others stand on."""

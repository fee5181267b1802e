"""What the demo prints at its start: by which numbers people sign in, and where there are appraisals."""

from pathlib import Path

from jenjang.demo.leaflet import Brochure


def test_it_names_everybody_s_number_and_says_which_governments_have_appraisals() -> None:
    numbers = {"staff": "199001012015011001", "superior": "197001011995011001"}
    brochure = Brochure(
        url="http://127.0.0.1:8001",
        database="postgresql://jenjang_owner@/jenjang",
        tokens={"surakarta": {"staff": "t1"}, "kota_semarang": {"staff": "t2"}},
        province_tokens={"33": "t3"},
        people={"surakarta": 400, "kota_semarang": 300},
        numbers={"surakarta": numbers},
        folder=Path(".jenjang/demo"),
    )
    told = [line.strip() for line in brochure.leaflet().splitlines()]
    assert "# surakarta, 400 people, with appraisals" in told
    assert "# kota_semarang, 300 people, without appraisals" in told
    for name, number in numbers.items():
        assert f"NIP of the {name}: {number}" in told

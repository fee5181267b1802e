"""The words of the pages, in Indonesian and English, and whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from jenjang.core.language import preferred
from jenjang.web.face import Persona, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language of the pages."""

    language: str
    other: str
    """The other language, in its own words."""
    skip: str
    title: str
    lead: tuple[str, str]
    health: str
    database: str
    redis: str
    states: Mapping[State, str]
    regions: str
    regions_caption: str
    region: str
    kind: str
    code: str
    people: str
    kinds: Mapping[str, str]
    personas: str
    personas_lead: str
    try_as: str
    keys: Mapping[str, str]
    """What the demo's personas are, by their key."""
    links: str
    graphiql: str
    contract: str
    readiness: str
    documents: str
    licence: str
    home: str
    nobody: str
    switch: str
    needs_script: str
    lost: str
    lost_lead: str
    errors: str
    errors_lead: str
    status: str
    thousands: str

    def number(self, count: int) -> str:
        """A count as this language writes it."""
        return f"{count:,}".replace(",", self.thousands)

    def who(self, persona: Persona) -> str:
        """What a persona is, and its name if it has one."""
        return f"{self.keys.get(persona.key, persona.key)} {persona.name}".strip()


ID = Words(
    language="id",
    other="English",
    skip="Langsung ke isi",
    title="Karier ASN daerah, satu API",
    lead=(
        "Jenjang mengelola karier aparatur sipil negara di pemerintah daerah: unit, jabatan, pangkat, dan"
        " riwayat setiap pegawai.",
        "Semua daerah memakai satu API GraphQL yang sama, dan data tiap daerah terpisah di dalam basis data.",
    ),
    health="Keadaan layanan",
    database="Basis data",
    redis="Redis",
    states={State.UP: "tersambung", State.AWAY: "terputus", State.UNUSED: "tidak dipakai"},
    regions="Daerah",
    regions_caption="Pemerintah daerah di instalasi ini, menurut provinsi",
    region="Nama",
    kind="Jenis",
    code="Kode wilayah",
    people="Pegawai",
    kinds={"CITY": "Kota", "REGENCY": "Kabupaten", "DISTRICT": "Kecamatan", "PROVINCE": "Provinsi"},
    personas="Coba sebagai",
    personas_lead="Ini peragaan: orang dan datanya rekaan. Pilih satu, dan GraphiQL terbuka atas namanya.",
    try_as="Buka GraphiQL sebagai",
    keys={
        "staff": "Pegawai",
        "leader": "Pimpinan",
        "superior": "Atasan pimpinan",
        "mentor": "Mentor",
        "admin": "Admin daerah",
        "client": "Klien integrasi",
        "province": "Admin provinsi",
    },
    links="Untuk pengembang",
    graphiql="GraphiQL: menulis dan menjalankan kueri di peramban",
    contract="Kontrak GraphQL yang berlaku, sebagai SDL",
    readiness="Kesiapan layanan, sebagai JSON",
    documents="Dokumentasi ada di map docs/ pada kode sumber.",
    licence="Jenjang, lisensi Apache-2.0",
    home="Beranda Jenjang",
    nobody="Tanpa persona",
    switch="Ganti",
    needs_script="GraphiQL memerlukan JavaScript. Tanpa itu, kirim kueri dengan POST ke /graphql.",
    lost="Halaman tidak ada",
    lost_lead="Alamat ini tidak menunjuk ke halaman mana pun.",
    errors="Kesalahan",
    errors_lead="Semua kode yang dapat muncul dalam jawaban GraphQL: artinya, dan apa yang perlu dilakukan.",
    status="Status HTTP",
    thousands=".",
)

EN = Words(
    language="en",
    other="Bahasa Indonesia",
    skip="Skip to content",
    title="Regional civil service careers, one API",
    lead=(
        "Jenjang manages the careers of civil servants in Indonesia's regional governments: everybody's unit,"
        " position, rank and history.",
        "All regions use the same GraphQL API, and the database keeps each region's data apart.",
    ),
    health="Health",
    database="Database",
    redis="Redis",
    states={State.UP: "connected", State.AWAY: "lost", State.UNUSED: "not used"},
    regions="Regions",
    regions_caption="The regional governments of this installation, by province",
    region="Name",
    kind="Kind",
    code="Region code",
    people="People",
    kinds={"CITY": "City", "REGENCY": "Regency", "DISTRICT": "District", "PROVINCE": "Province"},
    personas="Try it as",
    personas_lead="This is a demo: people and data are made up. Pick one, and GraphiQL opens in their name.",
    try_as="Open GraphiQL as",
    keys={
        "staff": "Staff",
        "leader": "Leader",
        "superior": "Leader's superior",
        "mentor": "Mentor",
        "admin": "Regional admin",
        "client": "Integration client",
        "province": "Provincial admin",
    },
    links="For developers",
    graphiql="GraphiQL: write and run queries in the browser",
    contract="The GraphQL contract in force, as SDL",
    readiness="Readiness, as JSON",
    documents="The documentation is in the source code's folder docs/.",
    licence="Jenjang, Apache-2.0 licence",
    home="Jenjang's first page",
    nobody="No persona",
    switch="Switch",
    needs_script="GraphiQL needs JavaScript. Without it, POST your queries to /graphql.",
    lost="No such page",
    lost_lead="This address leads to no page.",
    errors="Errors",
    errors_lead="Every code that a GraphQL answer may bear: what it means, and what to do.",
    status="HTTP status",
    thousands=",",
)

LANGUAGES = {words.language: words for words in (ID, EN)}


def spoken(request: Request) -> Words:
    """The language asked for by `?lang=`, else preferred by the browser, else Indonesian."""
    asked = request.query_params.get("lang", "")
    return LANGUAGES.get(asked) or LANGUAGES[preferred(request.headers.get("accept-language"))]

"""The words of the sign-in pages, in Indonesian and English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWords:
    """One language of the sign-in pages."""

    sign_in: str
    sign_in_to: str
    name: str
    name_hint: str
    password: str
    wrong: str
    first_over: str
    too_many: str
    expired: str
    allow_title: str
    allow_lead: str
    allow: str
    deny: str
    acting_as: str
    another: str
    goes_to: str
    everything: str
    scopes: Mapping[str, str]
    signed_in: str
    signed_in_lead: str
    sign_out: str
    sign_out_lead: str
    signed_out: str
    change: str
    change_first: str
    old: str
    new: str
    new_hint: str
    unfit: str
    changed: str
    second_factor: str
    code: str
    code_lead: str
    code_hint: str
    code_or_recovery_hint: str
    wrong_code: str
    too_many_codes: str
    go_on: str
    add_factor: str
    add_lead: str
    open_app: str
    type_secret: str
    recovery: str
    recovery_lead: str
    noted: str
    device: str
    device_lead: str
    device_code: str
    device_code_hint: str
    device_unknown: str
    device_warning: str
    device_done: str
    device_done_lead: str
    bad_request: str
    bad_request_lead: str


ID = SignInWords(
    sign_in="Masuk",
    sign_in_to="Masuk dengan akun pegawai",
    name="NIP atau surel dinas",
    name_hint="NIP 18 angka, NI PPPK, atau alamat surel dinas.",
    password="Kata sandi",  # noqa: S106  The label of a field.
    wrong="NIP, surel, atau kata sandi tidak cocok. Periksa lagi, atau hubungi admin kepegawaian.",
    first_over="Kata sandi pertama ini sudah tidak berlaku. Mintalah yang baru kepada admin kepegawaian.",
    too_many="Terlalu banyak percobaan. Tunggu satu menit, lalu coba lagi.",
    expired="Halaman ini sudah terlalu lama terbuka. Silakan coba lagi.",
    allow_title="Izinkan {client}?",
    allow_lead="{client} meminta izin bertindak atas nama Anda di {government}:",
    allow="Izinkan",
    deny="Tolak",
    acting_as="Anda masuk sebagai {name} (NIP …{number}).",
    another="Bukan Anda? Ganti akun",
    goes_to="Setelah ini peramban kembali ke {host}.",
    everything="semua yang boleh Anda lihat dan lakukan di Jenjang",
    scopes={
        "openid": "mengetahui siapa Anda",
        "profile": "melihat nama dan NIP Anda",
        "email": "melihat alamat surel dinas Anda",
        "employee:read": "melihat data kepegawaian yang boleh Anda lihat",
        "employee:private": "melihat NIK, telepon, alamat, dan tanggal lahir",
        "employee:discipline": "melihat hukuman disiplin",
        "employee:write": "mengubah data kepegawaian yang boleh Anda ubah",
        "unit:read": "melihat unit organisasi",
        "unit:write": "mengubah unit organisasi",
        "position:read": "melihat formasi jabatan",
        "position:write": "mengubah formasi jabatan",
        "leader:appoint": "mengangkat pimpinan unit",
        "import:run": "menjalankan impor berkas",
        "reference:read": "membaca daftar kode nasional",
        "tenant:read": "melihat data pemerintah daerah",
        "viewer:read": "mengetahui peran dan izin Anda",
    },
    signed_in="Anda sudah masuk",
    signed_in_lead="Buka aplikasi Anda; ia akan mengenali Anda di peramban ini.",
    sign_out="Keluar",
    sign_out_lead="Keluar dari {government} di peramban ini?",
    signed_out="Anda sudah keluar",
    change="Ganti kata sandi",
    change_first="Kata sandi ini hanya untuk masuk pertama kali. Gantilah sekarang.",
    old="Kata sandi lama",
    new="Kata sandi baru",
    new_hint="12 sampai 128 karakter. Beberapa kata yang mudah Anda ingat sudah cukup.",
    unfit="Kata sandi baru harus 12 sampai 128 karakter dan berbeda dari yang lama.",
    changed="Kata sandi sudah diganti",
    second_factor="Kode verifikasi",
    code="Kode",
    code_lead="Buka aplikasi autentikator di ponsel Anda dan masukkan kodenya.",
    code_hint="6 angka yang tampil di aplikasi itu.",
    code_or_recovery_hint="6 angka, atau salah satu kode pemulihan Anda.",
    wrong_code="Kode ini salah atau sudah pernah dipakai. Tunggu kode berikutnya, lalu coba lagi.",
    too_many_codes="Terlalu banyak kode yang salah. Tunggu satu jam, atau hubungi admin kepegawaian.",
    go_on="Lanjutkan",
    add_factor="Pasang autentikator",
    add_lead="Selain kata sandi, masuk memerlukan kode dari aplikasi autentikator di ponsel Anda. "
    "Pindai gambar ini dengan aplikasi itu, lalu masukkan kode yang muncul.",
    open_app="Di ponsel ini juga? Buka aplikasinya",
    type_secret="Atau ketikkan kunci ini:",  # noqa: S106  A label.
    recovery="Kode pemulihan",
    recovery_lead="Catat kode-kode ini dan simpan baik-baik. Jika ponsel Anda hilang, masing-masing dapat "
    "dipakai satu kali sebagai pengganti kode autentikator. Kode ini tidak akan ditampilkan lagi.",
    noted="Sudah saya catat, lanjutkan",
    device="Hubungkan perangkat",
    device_lead="Masukkan kode yang tampil di perangkat Anda.",
    device_code="Kode perangkat",
    device_code_hint="8 huruf, misalnya WDJB-MJHT.",
    device_unknown="Tidak ada perangkat yang menunggu dengan kode ini. Periksa kodenya di perangkat Anda.",
    device_warning="Izinkan hanya jika perangkat ini ada di depan Anda dan Anda sendiri yang memintanya.",
    device_done="Selesai",
    device_done_lead="Kembalilah ke perangkat Anda. Halaman ini boleh ditutup.",
    bad_request="Permintaan aplikasi tidak dapat dilayani",
    bad_request_lead="Aplikasi yang membawa Anda ke sini meminta dengan cara yang salah. "
    "Sampaikan ini kepada pembuatnya:",
)

EN = SignInWords(
    sign_in="Sign in",
    sign_in_to="Sign in with your staff account",
    name="NIP or work e-mail",
    name_hint="18-digit NIP, NI PPPK, or work e-mail address.",
    password="Password",  # noqa: S106  The label of a field.
    wrong="NIP, e-mail or password don't match. Check them, or ask your personnel office.",
    first_over="This first password no longer holds. Ask your personnel office for a new one.",
    too_many="Too many tries. Wait a minute, then try again.",
    expired="This page was open for too long. Please try again.",
    allow_title="Allow {client}?",
    allow_lead="{client} asks to act in your name at {government}:",
    allow="Allow",
    deny="Deny",
    acting_as="You are signed in as {name} (NIP …{number}).",
    another="Not you? Switch account",
    goes_to="After this the browser returns to {host}.",
    everything="everything that you may see and do in Jenjang",
    scopes={
        "openid": "know who you are",
        "profile": "see your name and NIP",
        "email": "see your work e-mail address",
        "employee:read": "see the personnel records that you may see",
        "employee:private": "see NIK, telephone, address and date of birth",
        "employee:discipline": "see disciplinary sanctions",
        "employee:write": "change the personnel records that you may change",
        "unit:read": "see units",
        "unit:write": "change units",
        "position:read": "see positions",
        "position:write": "change positions",
        "leader:appoint": "appoint leaders of units",
        "import:run": "run imports of files",
        "reference:read": "read national code lists",
        "tenant:read": "see the government's own record",
        "viewer:read": "know your roles and permissions",
    },
    signed_in="You are signed in",
    signed_in_lead="Open your application; it will know you in this browser.",
    sign_out="Sign out",
    sign_out_lead="Sign out of {government} in this browser?",
    signed_out="You are signed out",
    change="Change the password",
    change_first="This password is for the first time only. Change it now.",
    old="Old password",
    new="New password",
    new_hint="12 to 128 characters. A few words that you remember well will do.",
    unfit="The new password needs 12 to 128 characters, and must differ from the old one.",
    changed="The password is changed",
    second_factor="Verification code",
    code="Code",
    code_lead="Open the authenticator app on your phone and enter its code.",
    code_hint="The 6 digits that the app shows.",
    code_or_recovery_hint="6 digits, or one of your recovery codes.",
    wrong_code="This code is wrong, or was used before. Wait for the next one, then try again.",
    too_many_codes="Too many wrong codes. Wait an hour, or ask your personnel office.",
    go_on="Continue",
    add_factor="Set up an authenticator",
    add_lead="Besides the password, signing in needs a code of an authenticator app on your phone. "
    "Scan this picture with the app, then enter the code that it shows.",
    open_app="On that phone already? Open the app",
    type_secret="Or type this key:",  # noqa: S106  A label.
    recovery="Recovery codes",
    recovery_lead="Write these codes down and keep them safe. Should you lose your phone, each can be used "
    "once in place of the authenticator's code. They are not shown again.",
    noted="I have written them down, continue",
    device="Connect a device",
    device_lead="Enter the code that your device shows.",
    device_code="Code of the device",
    device_code_hint="8 letters, such as WDJB-MJHT.",
    device_unknown="No device waits with this code. Look at the code on your device again.",
    device_warning="Allow it only if the device is in front of you and you asked for this yourself.",
    device_done="Done",
    device_done_lead="Go back to your device. You may close this page.",
    bad_request="The application's request can't be served",
    bad_request_lead="The application that brought you here asked in a wrong way. Tell its makers:",
)

SIGN_IN_LANGUAGES = {"id": ID, "en": EN}

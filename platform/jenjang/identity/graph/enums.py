"""Roles, and kinds of security events, as the contract describes them."""

from jenjang.core.permission import Role
from jenjang.graph.enums import enumerated
from jenjang.identity.server.kinds import EventKind

__all__ = ["EventKind", "Role"]

enumerated(
    Role,
    "What somebody is in a government, on a date.",
    {
        "STAFF": "Pegawai: sees the own file.",
        "LEADER": "Pemimpin unit: sees the people of the units led and of all below them.",
        "ACTING_LEADER": "Acts for the leader of a unit, who let a colleague do so until a day (delegasi).",
        "MENTOR": "Mentor.",
        "TRAINING_MANAGER": "Pengelola pengembangan kompetensi.",
        "TALENT_COMMITTEE": "Komite talenta (PermenPANRB 3/2020).",
        "REGIONAL_ADMIN": "Admin kepegawaian of the government.",
        "AUDITOR": "Auditor: reads what happened, who was given which role by whom and why; changes nothing.",
        "INTEGRATION_CLIENT": "An application of the regional IT, without a person.",
        "PROVINCIAL_ADMIN": "Admin of a province: sees published aggregates, never a person.",
    },
)

enumerated(
    EventKind,
    "What happened to an account, an application or a key.",
    {
        "SIGNED_IN": "Somebody signed in.",
        "SIGN_IN_FAILED": "Somebody tried to sign in, in vain.",
        "SIGNED_OUT": "Somebody signed out.",
        "SECOND_FACTOR_FAILED": "A code of the authenticator app was wrong.",
        "SECOND_FACTOR_ADDED": "An authenticator app was set up.",
        "SECOND_FACTOR_RESET": "An operator took the authenticator app away, which was lost.",
        "RECOVERY_CODE_USED": "Somebody signed in by a recovery code.",
        "PASSWORD_CHANGED": "A password was changed, or given for the first time.",
        "CLIENT_ALLOWED": "A person let an application act for them.",
        "CODE_USED_TWICE": "A code was used a second time: what came of it was taken back.",
        "REFRESH_TOKEN_USED_TWICE": "A refresh token was used a second time: what came of it was taken back.",
        "TOKEN_REVOKED": "A token was taken back.",
        "CLIENT_REGISTERED": "An application was registered.",
        "CLIENT_SECRET_ROTATED": "An application got a new secret.",
        "CLIENT_REVOKED": "An application was revoked.",
        "KEY_ROTATED": "Another key signs from now on.",
        "ACCOUNT_ADDED": "An account was let in.",
        "ACCOUNT_DISABLED": "An account was let in no more.",
        "ACCOUNT_ENABLED": "A disabled account was let in again.",
        "ROLE_GRANTED": "A role was given.",
        "ROLE_ENDED": "A role was ended.",
        "ACCOUNT_LINKED": "Somebody came from a provider for the first time, and was linked to a person.",
        "ACCOUNT_PENDING": "Somebody came from a provider for the first time, and waits to be admitted.",
        "ACCOUNT_ADMITTED": "An account that waited was admitted.",
    },
)

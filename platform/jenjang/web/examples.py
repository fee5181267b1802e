"""The operations that GraphiQL opens with."""

from collections.abc import Mapping

OPERATIONS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "person": """\
# Siapa saya di sini?
# Jalankan dengan Ctrl+Enter (Mac: ⌘+Enter).
query SiapaSaya {
  viewer {
    person {
      name
    }
    roles
  }
}
""",
        "result": """\
# Hasil terakhir saya yang diumumkan, dan asalnya.
# Sebelum diumumkan, hasilnya tidak tampak.
query PenilaianSaya {
  viewer {
    person {
      appraisals(
        first: 1
        orderBy: [{ field: BEGINS, direction: DESC }]
        filter: { predicate: { isNull: false } }
      ) {
        nodes {
          cycle {
            kind
            year
          }
          state
          predicate
          evaluations {
            derivation
          }
          points {
            kind
            statement
          }
        }
      }
    }
  }
}
""",
        "program": """\
# Aplikasi apa saya di sini, dan apa yang boleh saya lakukan?
# Jalankan dengan Ctrl+Enter (Mac: ⌘+Enter).
query SiapaSaya {
  viewer {
    client
    roles
    permissions
  }
  tenant {
    name
  }
}
""",
        "lists": """\
# Daftar golongan, sama untuk semua daerah.
query Golongan {
  reference {
    ranks {
      code
      name
    }
  }
}
""",
        "people": """\
# Lima orang pertama yang boleh saya lihat.
# Lanjutannya: tambahkan after: "…"
# dengan endCursor dari jawaban.
query LimaPegawai {
  employees(first: 5) {
    nodes {
      id
      name
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
""",
    },
    "en": {
        "person": """\
# Who am I here?
# Run it with Ctrl+Enter (Mac: ⌘+Enter).
query WhoAmI {
  viewer {
    person {
      name
    }
    roles
  }
}
""",
        "result": """\
# My latest published result, and how it follows.
# Before publication there is nothing to see of it.
query MyAppraisal {
  viewer {
    person {
      appraisals(
        first: 1
        orderBy: [{ field: BEGINS, direction: DESC }]
        filter: { predicate: { isNull: false } }
      ) {
        nodes {
          cycle {
            kind
            year
          }
          state
          predicate
          evaluations {
            derivation
          }
          points {
            kind
            statement
          }
        }
      }
    }
  }
}
""",
        "program": """\
# Which application am I here, and what may I do?
# Run it with Ctrl+Enter (Mac: ⌘+Enter).
query WhoAmI {
  viewer {
    client
    roles
    permissions
  }
  tenant {
    name
  }
}
""",
        "lists": """\
# The list of ranks, the same for all regions.
query Ranks {
  reference {
    ranks {
      code
      name
    }
  }
}
""",
        "people": """\
# The first five people whom I may see.
# To go on: add after: "…"
# with endCursor from the answer.
query FivePeople {
  employees(first: 5) {
    nodes {
      id
      name
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
""",
    },
}

SHOWN: Mapping[str, tuple[str, ...]] = {"client": ("program", "people"), "province": ("program", "lists")}
"""What a persona opens with, where it isn't a person: a province sees no people."""
OF_A_PERSON = ("person", "people", "result")


def examples(language: str, persona: str = "") -> list[str]:
    """The operations that GraphiQL opens with for a persona (its key); each is one that it may ask."""
    return [OPERATIONS[language][name] for name in SHOWN.get(persona, OF_A_PERSON)]

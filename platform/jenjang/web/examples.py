"""The operations that GraphiQL opens with."""

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "id": (
        """\
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
        """\
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
    ),
    "en": (
        """\
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
        """\
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
    ),
}

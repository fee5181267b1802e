"""The operations that GraphiQL opens with."""

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "id": (
        """\
# Siapa saya di sini? Jalankan dengan Ctrl+Enter (⌘+Enter di Mac).
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
# Lima pegawai pertama yang boleh Anda lihat.
# Halaman berikutnya: employees(first: 5, after: "…") dengan endCursor dari jawaban.
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
# Who am I here? Run it with Ctrl+Enter (⌘+Enter on a Mac).
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
# The first five people whom you may see.
# The next page: employees(first: 5, after: "…") with endCursor from the answer.
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

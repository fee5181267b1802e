"""Names of the demo's people, drawn from Faker's Indonesian lists directly: drawing by Faker is slow."""

from random import Random

from faker.providers.person.id_ID import Provider

from jenjang.organisation.terms import Sex

FIRST = {
    Sex.MALE: tuple(dict.fromkeys(Provider.first_names_male)),
    Sex.FEMALE: tuple(dict.fromkeys(Provider.first_names_female)),
}
LAST = {
    Sex.MALE: tuple(dict.fromkeys(Provider.last_names_male)),
    Sex.FEMALE: tuple(dict.fromkeys(Provider.last_names_female)),
}


def name(chance: Random, sex: Sex) -> str:
    """A name of two words, now and then of three."""
    words = [chance.choice(FIRST[sex]), chance.choice(LAST[sex])]
    if chance.random() < 0.15:
        words.insert(1, chance.choice(FIRST[sex]))
    return " ".join(words)

"""Whose agreement it is: what `register.py` lists first leads back here."""

from jenjang.graph.declare import extend, one
from jenjang.partnership.graph.register import Partner, PartnerAgreement, PartnerProgramme, PartnerTrainer


@extend(PartnerAgreement)
class AgreementPartner:
    partner: Partner | None = one("With whom.", by="partner_id")


@extend(PartnerProgramme)
class ProgrammeAgreement:
    agreement: PartnerAgreement | None = one("Under which agreement.", by="agreement_id")


@extend(PartnerTrainer)
class TrainerPartner:
    partner: Partner | None = one("For whom.", by="partner_id")

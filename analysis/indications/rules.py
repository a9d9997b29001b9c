"""Every rule: those of the Chinese consensus (seeds/002), then those of the Turkish review (seeds/000)."""

from analysis.indications import (
    consensus_percutaneous,
    consensus_preparation,
    consensus_radiotherapy,
    consensus_resection,
    consensus_scores,
    separation_review,
)
from analysis.indications.definition import Rule

RULES: tuple[Rule, ...] = (
    *consensus_resection.RULES,
    *consensus_percutaneous.RULES,
    *consensus_preparation.RULES,
    *consensus_scores.RULES,
    *consensus_radiotherapy.RULES,
    *separation_review.RULES,
)

"""An enclave whose agreement both sides signed, which every pay-out stands on."""

from __future__ import annotations

from shanhai.activities.machine import Attempt
from shanhai.activities.models import Activity
from shanhai.activities.move import By, answer_proposal, take_step


def sign_agreement(enclave: Activity, giver: By, receiver: By) -> None:
    """Have the giving side sign the agreement and the other one confirm it."""
    values = {"company": "示例开发公司", "area_planned_mu": "60", "amount_planned_fen": 3_000 * 1_000_000}
    attempt = Attempt("sign", enclave.opened_on, "giver", values)
    moved = take_step(enclave, attempt, by=giver, document_ids={"agreement": 1})
    assert moved.done, moved.problems
    answered = answer_proposal(enclave, agrees="confirm", reason="", by=receiver)
    assert answered.done, answered.problems

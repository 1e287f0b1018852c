"""Makes this folder known to Django, and has every act on a pay-out held against the ledger first."""

from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "shanhai.payouts"
    label = "payouts"

    def ready(self) -> None:
        """Name the guard of pay-outs, so that no door can move one past it."""
        from shanhai.activities.move import GUARDS
        from shanhai.payouts.guard import check_act

        GUARDS["industry.payout"] = check_act

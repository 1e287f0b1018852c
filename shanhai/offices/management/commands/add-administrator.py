"""Makes the first administrator of an installation, who then adds offices and users on the pages."""

import getpass
import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from shanhai.offices.audit import note_event
from shanhai.offices.models import Membership, Office, OfficeSide, Role, User

OFFICE = "系统管理"
OFFICE_EN = "Administration"


class Command(BaseCommand):
    help = "Make an administrator NAME with a password made up here, printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")

    def handle(self, *_args: Any, **options: Any) -> None:
        name = options["name"]
        if User.objects.filter(username=name).exists():
            raise CommandError(f"there is already a user {name}", returncode=2)
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            office, _ = Office.objects.get_or_create(
                name=OFFICE,
                defaults={"name_en": OFFICE_EN, "side": OfficeSide.NEITHER, "kind": "administration"},
            )
            user = User(username=name)
            user.set_password(password)
            user.save()
            Membership.objects.create(user=user, office=office, role=Role.ADMINISTRATOR)
            note_event("user.add", name, user_id=None, user_name=getpass.getuser(), office_id=office.pk)
        self.stdout.write(f"{name}  {password}")

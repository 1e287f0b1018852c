"""Offices, their members and the trail of what was read and written."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What a member may do for its office; a person may hold several roles."""

    CLERK = "clerk", "经办"
    SIGNER = "signer", "签认"
    VIEWER = "viewer", "查看"
    ASSESSOR = "assessor", "考核"
    ADMINISTRATOR = "administrator", "管理"


class OfficeSide(models.TextChoices):
    """The side an office stands on. A work team or an assessor may stand on neither."""

    GIVER = "giver", "海方"
    RECEIVER = "receiver", "山方"
    NEITHER = "neither", "第三方"


class User(AbstractUser):
    """Someone who signs in. Names of real persons never appear in the example."""

    full_name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    single_keys = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    class Meta:
        db_table = "offices_user"


class Office(models.Model):
    """A party that uses Shanhai.

    It sees the pairings whose side touches its place or a place below it: the office of 绍兴市 sees those of 柯桥区.
    `programmes` narrows that to some programme codes; empty means all.
    """

    name = models.CharField(max_length=120, unique=True)
    name_en = models.CharField(max_length=160, blank=True)
    party = models.ForeignKey("registry.Party", null=True, blank=True, on_delete=models.PROTECT)
    place = models.ForeignKey("registry.Place", null=True, blank=True, on_delete=models.PROTECT)
    side = models.CharField(max_length=10, choices=OfficeSide.choices)
    kind = models.CharField(max_length=30, default="cooperation_office")
    programmes = models.JSONField(default=list, blank=True)
    is_example = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "offices_office"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user's role in an office."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        db_table = "offices_membership"
        constraints = [models.UniqueConstraint(fields=["user", "office", "role"], name="one_role_once")]


class ApiToken(models.Model):
    """A user's key to the API, for one of its offices. Only the digest is kept; the key itself is shown once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True)

    class Meta:
        db_table = "offices_api_token"


class AuditEvent(models.Model):
    """One read of something restricted, or one write. Only ever added to; the database refuses anything else.

    `user_id` is kept as a number without a database tie, so that the trail outlives a deleted user.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user_id = models.BigIntegerField(null=True, db_index=True)
    user_name = models.CharField(max_length=150, blank=True)
    office_id = models.BigIntegerField(null=True, db_index=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    detail = models.JSONField(default=dict)
    address = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "offices_audit_event"

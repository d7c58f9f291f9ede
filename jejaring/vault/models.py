"""Keys at rest (always wrapped) and the column type of sealed text."""

from typing import Any, ClassVar

from django.db import models

from jejaring.kernel.ids import uuid7

GENERAL, IDENTITY, CLINICAL, SEALED = "general", "identity", "clinical", "sealed"
CLASSES = (GENERAL, IDENTITY, CLINICAL, SEALED)


class OrganisationKey(models.Model):
    """The key of one organisation, wrapped by a root key. The organisation is named by id, without a foreign key."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    organisation = models.UUIDField()
    version = models.IntegerField(default=1)
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "version"], name="vault_one_key_a_version")]


class Wrap(models.Model):
    """The key of one domain and class, wrapped for one organisation. Sharing makes a wrap, withdrawal deletes it; fields never change."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    key_class = models.CharField(max_length=20)
    organisation = models.UUIDField()
    version = models.IntegerField(default=1)
    wrapped = models.BinaryField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["domain", "key_class", "organisation", "version"], name="vault_one_wrap"),
        ]


class FileKey(models.Model):
    """The key of one sealed file, wrapped by the key of a domain: its home, or a packet that takes the file along."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    file = models.UUIDField()
    domain = models.UUIDField()
    key_class = models.CharField(max_length=20)
    wrapped = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["file"], name="vault_keys_of_a_file")]


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Text that is sealed when its row is saved, under the key of `row.domain`; open it with `vault.actions.read(row, name)`.

    `label` goes into the associated data and is frozen: renaming a table or column must not make old values unreadable.
    Empty text is stored as NULL, since the length of nothing says as much as nothing.
    """

    def __init__(self, *, label: str = "", key_class: str = GENERAL, **kw: Any) -> None:
        self.label, self.key_class = label, key_class
        kw["null"] = True
        super().__init__(**kw)

    def deconstruct(self) -> Any:
        """Label and class belong to the schema."""
        name, path, args, kw = super().deconstruct()
        return name, path, args, kw | {"label": self.label, "key_class": self.key_class}

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """Seal what was assigned as text; what came from the database is sealed already."""
        from jejaring.vault import actions

        value = getattr(model_instance, self.attname)
        if isinstance(value, str):
            value = actions.seal(model_instance, self, value) if value else None
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Refuse text that did not pass through `save()`: `.update()` and filters cannot seal."""
        if isinstance(value, str):
            raise TypeError("a sealed field takes no text outside of save()")
        return super().get_db_prep_value(value, connection, prepared)


class Shredding(models.Model):
    """The certificate of a destruction: which domain's keys went, how many, who asked and who agreed. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    domain = models.UUIDField()
    wraps = models.IntegerField()
    holders = models.IntegerField()  # organisations
    files = models.IntegerField()
    tokens = models.IntegerField()
    sealed_parts = models.IntegerField(default=0)  # sealed notes and papers of a case, whose keys went with its own
    reason = models.CharField(max_length=40)  # a code
    asked_by = models.UUIDField()
    agreed_by = models.UUIDField()
    at = models.DateTimeField()
    backups_until = models.DateField()  # until then a backup from before may still open it

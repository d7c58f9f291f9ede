"""Sessions in a table of our own. Django's held the keys of cookies in the clear, so it goes, and everybody signs in once more."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0008_shifts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key")),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("user", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["user"], name="directory_sessions_of_a_user")],
            },
        ),
        migrations.RunSQL("drop table if exists django_session", migrations.RunSQL.noop),
    ]

"""Licence terms in versions that stay, what is under them, and the list of changes of rights."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('curation', '0019_language'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LicenceTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                ('refused', models.BooleanField(default=False, editable=False)),
                ('begins_at', models.DateTimeField(editable=False, null=True)),
                ('ends_at', models.DateTimeField(editable=False, null=True)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=35), editable=False, null=True, size=None)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'licence terms',
                'verbose_name_plural': 'licence terms',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='TermsVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='curation.licenceterms')),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='RightsChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('written', 'Terms written'), ('attached', 'Terms attached'), ('detached', 'Terms taken off'), ('withheld', 'Footage withheld or released')], max_length=8)),
                ('params', models.JSONField(default=dict)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='curation.termsversion')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='licenceterms',
            name='current',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curation.termsversion'),
        ),
        migrations.CreateModel(
            name='TermsAttachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('footage', 'These pieces of footage'), ('camera', 'Everything from the camera that filmed them'), ('station', 'Everything from the place where they were filmed'), ('package', 'Everything of the package that brought them')], max_length=8)),
                ('camera', models.CharField(blank=True, max_length=200)),
                ('example', models.BigIntegerField(null=True)),
                ('batch', models.UUIDField()),
                ('attached_at', models.DateTimeField(auto_now_add=True)),
                ('attached_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('footage', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='terms_attachments', to='curation.footage')),
                ('package', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curation.package')),
                ('station', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='curation.station')),
                ('terms', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='curation.licenceterms')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['terms', 'batch'], name='terms_attached_together'), models.Index(condition=models.Q(('camera__gt', '')), fields=['camera'], name='terms_of_camera')],
                'constraints': [models.UniqueConstraint(fields=('footage', 'terms'), name='terms_on_footage_once'), models.CheckConstraint(condition=models.Q(models.Q(('footage__isnull', False), ('scope', 'footage')), models.Q(('camera__gt', ''), ('scope', 'camera')), models.Q(('scope', 'station'), ('station__isnull', False)), models.Q(('package__isnull', False), ('scope', 'package')), _connector='OR'), name='terms_on_one_thing')],
            },
        ),
        migrations.AddConstraint(
            model_name='termsversion',
            constraint=models.UniqueConstraint(fields=('owner', 'number'), name='terms_version_once'),
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION curation_termsversion_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR (NEW.owner_id, NEW.number, NEW.content, NEW.fingerprint, NEW.why, NEW.made_at)
                    IS DISTINCT FROM (OLD.owner_id, OLD.number, OLD.content, OLD.fingerprint, OLD.why, OLD.made_at)
                THEN
                    RAISE EXCEPTION 'a version of licence terms stays as it is' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER termsversion_stays BEFORE UPDATE OR DELETE ON curation_termsversion
                FOR EACH ROW EXECUTE FUNCTION curation_termsversion_stays();
            """,
            "DROP TRIGGER termsversion_stays ON curation_termsversion; DROP FUNCTION curation_termsversion_stays();",
        ),
    ]

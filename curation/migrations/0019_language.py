"""Keeps terms and their forms, the translation memory, and rules by language."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Which transaction wrote a row last: by it a process finds what others have committed since it looked, in whatever
# order they commit (curation/language/following.py). Counting a use does not change what is found.
STAMP = """
ALTER TABLE curation_memoryunit ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX memory_written ON curation_memoryunit (source_language, target_language, xid);
CREATE FUNCTION curation_stamp_memory() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER stamp_memory BEFORE INSERT OR UPDATE OF source, target, source_language, target_language, removed_at
    ON curation_memoryunit FOR EACH ROW EXECUTE FUNCTION curation_stamp_memory();
"""
UNSTAMP = """
DROP TRIGGER stamp_memory ON curation_memoryunit;
DROP FUNCTION curation_stamp_memory();
ALTER TABLE curation_memoryunit DROP COLUMN xid;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('curation', '0018_caption_workbench'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LanguageRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12, unique=True)),
                ('second_review', models.BooleanField(default=False, verbose_name='a second reader must approve')),
                ('machine', models.BooleanField(default=True, verbose_name='machine translation is allowed')),
            ],
            options={
                'verbose_name': 'rule of a language',
                'verbose_name_plural': 'rules of languages',
                'ordering': ['language'],
                'default_permissions': ('view', 'change'),
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, verbose_name='key')),
                ('kind', models.CharField(choices=[('taxon', 'Species'), ('individual', 'Known animal'), ('place', 'Place'), ('house', 'Term of the house')], default='house', max_length=12, verbose_name='kind')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('plain', models.JSONField(blank=True, default=dict)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('individual', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='curation.individual')),
                ('taxon', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='curation.taxon')),
            ],
            options={
                'verbose_name': 'term',
                'verbose_name_plural': 'terms',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='TermForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('text', models.CharField(max_length=200)),
                ('case', models.CharField(blank=True, max_length=8)),
                ('number', models.CharField(blank=True, max_length=8)),
                ('gender', models.CharField(blank=True, max_length=8)),
                ('status', models.CharField(choices=[('preferred', 'Preferred'), ('admitted', 'Admitted'), ('forbidden', 'Forbidden')], default='preferred', max_length=10)),
                ('position', models.PositiveIntegerField(default=0)),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='curation.term')),
            ],
            options={
                'ordering': ['term', 'language', 'position', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MemoryUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_language', models.CharField(max_length=12)),
                ('target_language', models.CharField(max_length=12)),
                ('source', models.TextField(verbose_name='source')),
                ('target', models.TextField(verbose_name='translation')),
                ('source_hash', models.CharField(max_length=64)),
                ('origin', models.CharField(choices=[('approved', 'Approved caption'), ('imported', 'Imported'), ('written', 'Written in the memory')], default='approved', max_length=10)),
                ('clip_id', models.BigIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('uses', models.PositiveIntegerField(default=0)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'memory unit',
                'verbose_name_plural': 'memory units',
                'ordering': ['-updated_at', '-id'],
                'indexes': [models.Index(fields=['-updated_at', '-id'], name='memory_newest')],
                'constraints': [models.UniqueConstraint(fields=('source_language', 'target_language', 'source_hash'), name='memory_source_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('key',), name='term_key_once'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True), ('taxon__isnull', False)), fields=('taxon',), name='term_taxon_once'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(condition=models.Q(('individual__isnull', False), ('removed_at__isnull', True)), fields=('individual',), name='term_individual_once'),
        ),
        migrations.AddConstraint(
            model_name='termform',
            constraint=models.UniqueConstraint(fields=('term', 'language', 'text', 'case', 'number', 'gender'), name='term_form_once'),
        ),
        migrations.RunSQL(STAMP, UNSTAMP),
    ]

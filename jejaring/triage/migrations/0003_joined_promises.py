# What was promised on a report that joined a case is the case's from then on. Reports that joined before this was so get their case here, as
# far as the promise was open when they joined. A case that has closed since owes nothing more. Run twice, it finds nothing.

from django.db import migrations

JOINED = """
update commitments_commitment c set case_id = o.case_id from triage_outcome o
where o.report_id = c.subject_id and o.kind = 'join_case' and o.join_state = 'accepted' and o.case_id is not null
  and c.subject_kind = 'report' and c.case_id is null and (c.state = 'open' or c.ended_at >= o.answered_at)
"""
CLOSED = """
with ended as (
  update commitments_commitment c set state = 'cancelled', ended_at = now(), ended_by_act = 'confirm_closure'
  from cases_case k
  where k.id = c.case_id and k.state = 'closed' and c.subject_kind = 'report' and c.state = 'open'
    and exists (select from triage_outcome o where o.report_id = c.subject_id and o.kind = 'join_case' and o.join_state = 'accepted')
  returning c.id, c.desk_id)
insert into commitments_commitmentevent (id, commitment_id, act, at, by, desk, reason)
select gen_random_uuid(), id, 'cancelled', now(), '00000000-0000-0000-0000-000000000000', desk_id, '' from ended
"""


class Migration(migrations.Migration):

    dependencies = [
        ("triage", "0002_silent_check"),
        ("commitments", "0009_windows_of_the_law"),
        ("cases", "0006_sealed"),
    ]

    operations = [migrations.RunSQL(JOINED, migrations.RunSQL.noop), migrations.RunSQL(CLOSED, migrations.RunSQL.noop)]

import pytest
from imports.choices import Kind, Mode, State
from imports.places import place_of
from imports import services
from imports.tasks import work
from tests.imports import workbooks
from members.models import Member, Membership, PersonKey
from history.models import Change
from townships.models import UnionSummary, TownshipSummary
from members.identity import check_digit

def id_no(n, area="410581", born="19850315"):
    first = f"{area}{born}{n:03d}"
    return first + check_digit(first)

def run(path, user, unions, **kw):
    with open(path,'rb') as f:
        b = services.create_batch(kind=Kind.MEMBERS, place=place_of(user,"410581"), user=user, file=f, name=path.name, default_union=unions.factory, send_it=False, **kw)
    work(b.pk); b.refresh_from_db(); return b

def rows(n, phone="13800138000"):
    return [["1", "张三", "男", "19850315", "汉族", "在岗", "居民身份证", id_no(i), *["", ""], phone, "","", "入会", "20240501", *[""]*5] for i in range(n)]

def test_smoke(tmp_path, staff, unions, django_assert_max_num_queries):
    p = workbooks.provincial(tmp_path/"a.xlsx", rows(5))
    b = run(p, staff.county, unions)
    assert b.state == State.READY, (b.state, b.refusal)
    assert b.outcome() == dict(rows=5, created=5, updated=0, unchanged=0, skipped=0, failed=0), [ (i.code,i.params) for i in b.issues.all()]
    services.confirm(batch=b, user=staff.county, mode=Mode.GOOD_ROWS, send_it=False)
    work(b.pk); b.refresh_from_db()
    assert b.state == State.APPLIED
    assert Member.objects.count()==5 and Membership.objects.count()==5 and PersonKey.objects.count()==5
    m = Member.objects.first(); print(m.__dict__)
    print([ (c.action,c.fields,c.reason) for c in Change.objects.all()[:2]])
    print(UnionSummary.objects.values(), TownshipSummary.objects.values())
    b2 = run(p, staff.county, unions); assert b2.unchanged_count==5
    p = workbooks.provincial(tmp_path/"b.xlsx", rows(6, "13900139000"))
    b3 = run(p, staff.county, unions); assert (b3.new_count,b3.changed_count)==(1,5)
    services.confirm(batch=b3, user=staff.county, mode=Mode.GOOD_ROWS, send_it=False)
    work(b3.pk); b3.refresh_from_db(); assert b3.state==State.APPLIED
    assert set(Member.objects.values_list("phone","version"))=={("13900139000",2),("13900139000",1)}
    services.request_undo(batch=b3,user=staff.county,partly=False,send_it=False)
    work(b3.pk); b3.refresh_from_db(); assert b3.state==State.UNDONE
    assert set(Member.objects.values_list("phone","version"))=={("13800138000",3)}
    assert Member.objects.count()==5 and Membership.objects.count()==5 and PersonKey.objects.count()==5

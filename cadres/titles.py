"""What a post is called: it depends on the body and on the organisation."""

from django.utils.translation import gettext as _

from cadres.choices import Body, Post
from townships.choices import UnionKind

COMMITTEES = (Body.AUDIT, Body.WOMEN, Body.MEDIATION, Body.SAFETY, Body.LABOUR_LAW)


def title(post: str, body: str, union_kind: str) -> str:
    """Who heads a committee of a union is not its chair; a federation has its own."""
    if body in COMMITTEES:
        heads = {Post.CHAIR: _("head of a committee"), Post.VICE_CHAIR: _("deputy head")}
        return heads.get(Post(post), str(Post(post).label))
    if (post, body, union_kind) == (Post.CHAIR, Body.COMMITTEE, UnionKind.FEDERATION):
        return _("chair of the federation")
    return str(Post(post).label)


def beside_union(union_name: str, post: str, body: str) -> str:
    """The post behind the name of its organisation, which ends with the word that it begins with:
    工会联合会（工会）主席."""
    if body != Body.COMMITTEE:
        return f"{union_name}{Body(body).label}{title(post, body, '')}"
    return f"{union_name}{str(Post(post).label).removeprefix('工会')}"

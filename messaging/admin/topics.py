"""Topics for those who know clinics and commands: each sees the names of the own word sets."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from content.admin.topics import TopicAdmin
from content.models import Topic, WordSet
from messaging.admin import people, teaching

admin.site.unregister(Topic)


@admin.register(Topic)
class DeskTopicAdmin(TopicAdmin):
    """A clinic's own names may be its patients' words: another clinic does not see them."""

    def wordsets(self, request: HttpRequest, verb: str = "view") -> QuerySet[WordSet]:
        mine = people.within(request.user, "alias", "clinics", verb=verb)
        return super().wordsets(request, verb).filter(mine).distinct()

    def objection(self, text: str) -> str:
        return teaching.objection(text)

"""What this room refuses, and why."""

from hub.errors import Conflict, NotFound


class NoSuchPage(NotFound):
    """No resource has this path, or the caller may not look at it: one answer on purpose."""

    code = "lists.no_such_page"
    zh = "没有该页面，或您没有查看权限，请联系管理员。"
    en = "There is no such page, or you may not look at it. Please ask your administrator."


class TooManyViews(Conflict):
    """The account has as many saved queries of the page as it may have."""

    code = "lists.too_many_views"
    zh = "每个页面最多保存 {most} 个查询，请先删除不用的查询。"
    en = "A page keeps at most {most} saved queries. Please delete one first."

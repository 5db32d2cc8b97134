"""The rights of this room."""

from hub.caller import Permission

MANAGERS = ("admin", "manager")
EVERYBODY = ("*", "patient")

SIGNED_IN = Permission("access.signed_in", "已登录", "Signed in", EVERYBODY)
STAFF = Permission("access.staff", "机构人员", "Staff of an institution", ("*",))
MANAGE = Permission("access.manage", "管理机构与账号", "Manage institutions and accounts", ("admin",))
TENANTS = Permission("access.tenants", "查看租户", "See tenants", ("admin",))
EDIT_TENANTS = Permission("access.edit_tenants", "管理租户", "Manage tenants", ("admin",))
ACCOUNTS = Permission("access.accounts", "查看账号", "See accounts", (*MANAGERS, "operations"))
EDIT_ACCOUNTS = Permission("access.edit_accounts", "管理账号", "Manage accounts", (*MANAGERS, "operations"))
ROLES = Permission("access.roles", "查看角色", "See roles", (*MANAGERS, "operations"))
EDIT_ROLES = Permission("access.edit_roles", "管理角色", "Manage roles", (*MANAGERS, "operations"))
DEPARTMENTS = Permission("access.departments", "查看科室", "See departments", (*MANAGERS, "operations", "head"))
EDIT_DEPARTMENTS = Permission("access.edit_departments", "管理科室", "Manage departments", (*MANAGERS, "operations"))
SECURITY = Permission("access.security", "安全策略", "Security policy", MANAGERS)
PLATFORM = Permission("access.platform", "平台设置", "Platform settings", ("admin",))
INSTITUTION = Permission(
    "access.institution", "查看机构信息与应用", "See the institution and its applications", MANAGERS
)
EDIT_INSTITUTION = Permission("access.edit_institution", "修改机构信息", "Change the institution", MANAGERS)
IMPLEMENTATIONS = Permission("access.implementations", "查看实施列表", "See implementations", ("admin", "operator"))
EDIT_MENUS = Permission("access.edit_menus", "菜单与工作站管理", "Manage menus and workstations", ("admin",))

"""The access room's declaration."""

from channels.revocation import Revokes
from domains.access import channel, demo, events, menus, permissions, resolver
from domains.access.commands import accounts, credentials, departments, founding, roles, security, sign_in, tenants
from domains.access.commands import menus as menu_commands
from domains.access.queries import menus as menu_queries
from domains.access.queries import people
from domains.access.queries import tenants as tenant_queries
from hub.module import Module
from hub.openapi import Shape

COMMANDS = (
    sign_in.sign_in,
    sign_in.refresh_session,
    sign_in.sign_out,
    sign_in.stay,
    sign_in.renew_connection,
    founding.create_institution,
    founding.create_account,
    tenants.create_tenant,
    tenants.edit_tenant,
    tenants.set_tenant_validity,
    tenants.enable_tenant,
    tenants.delete_tenant,
    tenants.set_tenant_menus,
    tenants.lapse_tenant,
    accounts.add_account,
    accounts.edit_account,
    accounts.grant_roles,
    accounts.mask_account,
    accounts.enable_account,
    accounts.set_account_validity,
    accounts.lapse_account,
    accounts.delete_account,
    credentials.change_password,
    credentials.reset_password,
    credentials.begin_second_factor,
    credentials.confirm_second_factor,
    credentials.remove_second_factor,
    roles.add_role,
    roles.edit_role,
    roles.delete_role,
    departments.add_department,
    departments.edit_department,
    departments.delete_department,
    menu_commands.add_menu,
    menu_commands.edit_menu,
    menu_commands.delete_menu,
    security.save_policy,
)

QUERIES = (
    people.list_accounts,
    people.show_account,
    people.list_roles,
    people.list_departments,
    tenant_queries.list_tenants,
    tenant_queries.show_tenant,
    menu_queries.role_menus,
    menu_queries.tenant_menus,
    menu_queries.my_menus,
    menu_queries.list_menus,
    menu_queries.show_policy,
)

MODULE = Module(
    "access",
    provides=(
        permissions.SIGNED_IN,
        permissions.MANAGE,
        permissions.TENANTS,
        permissions.EDIT_TENANTS,
        permissions.ACCOUNTS,
        permissions.EDIT_ACCOUNTS,
        permissions.ROLES,
        permissions.EDIT_ROLES,
        permissions.DEPARTMENTS,
        permissions.EDIT_DEPARTMENTS,
        permissions.SECURITY,
        permissions.EDIT_MENUS,
        *COMMANDS,
        *QUERIES,
        events.SignedIn,
        events.SignInRefused,
        events.SignedOut,
        events.SessionsEnded,
        events.DevicePaired,
        events.AccountCreated,
        events.AccountChanged,
        events.RoleChanged,
        events.InstitutionChanged,
        events.DepartmentChanged,
        events.MenusChanged,
        Revokes(events.SignedOut, lambda fact: (fact.account_id,)),
        Revokes(events.SessionsEnded, lambda fact: (fact.account_id,)),
        Revokes(events.AccountChanged, lambda fact: (fact.account_id,)),
        Revokes(events.RoleChanged, tenant=True),
        Revokes(events.InstitutionChanged, tenant=True),
        Revokes(events.MenusChanged),
        channel.rights,
        Shape(channel.RightsRow),
        menus.CONFIGURATION,
        *menus.MENUS,
        resolver.identity,
        demo.seed,
    ),
)

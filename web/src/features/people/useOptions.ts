import { useQuery } from '@tanstack/react-query'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'

import { useWords } from './words'

const MOST = 200
const ALL = '*'

export interface Option {
  readonly value: string
  readonly label: string
}

type Tenants = Answer<'/api/access/list-tenants'>

function useTenants(): Tenants | undefined {
  const { post, session } = useBackend()
  const { data } = useQuery({
    queryKey: ['people', 'institution-options'],
    queryFn: () => post('/api/access/list-tenants', { name: '', region: '', hospital_type: '', grade: '', state: '', size: MOST, cursor: '' }),
    enabled: session.account.permissions.includes('access.tenants'),
  })
  return data
}

/** The types of institution that one may found. */
export function useMayFound(): Tenants['may_found'] {
  return useTenants()?.may_found ?? []
}

/** The regions that there are. */
export function useRegions(): readonly Option[] {
  const regions = new Set((useTenants()?.rows ?? []).map(({ region }) => region).filter((region) => region !== ''))
  return [...regions].map((region) => ({ value: region, label: region }))
}

const CATALOGS = { types: '/api/catalog/list-hospital-types', grades: '/api/catalog/list-hospital-grades' } as const

/** The hospital types or grades that the base data has. */
export function useCatalog(which: keyof typeof CATALOGS): readonly Option[] {
  const { post } = useBackend()
  const { data } = useQuery({
    queryKey: ['people', 'catalog', which],
    // A list's filters may all be left out; the types of the two lists differ in nothing else.
    queryFn: () => post(CATALOGS[which], { limit: 100 } as never) as Promise<{ readonly rows: readonly { readonly name: string; readonly enabled: boolean }[] }>,
    retry: false,
  })
  return (data?.rows ?? []).filter(({ enabled }) => enabled).map(({ name }) => ({ value: name, label: name }))
}

/** The institutions that lists can be about: one's own, all, and each that one manages. */
export function useInstitutions(): readonly Option[] {
  const { session } = useBackend()
  const words = useWords()
  const others = (useTenants()?.rows ?? []).filter(({ id }) => id !== session.institution.id).map(({ id, name }) => ({ value: id, label: name }))
  const all = others.length > 0 ? [{ value: ALL, label: words.everyInstitution }] : []
  return [{ value: '', label: words.own }, ...all, ...others]
}

/** The roles of an institution; `usable`: only those that can be given. */
export function useRoles(institution: string, usable = false): readonly Option[] {
  const { post, session } = useBackend()
  const { data } = useQuery({
    queryKey: ['people', 'role-options', institution],
    queryFn: () => post('/api/access/list-roles', { institution, size: MOST, cursor: '' }),
    enabled: session.account.permissions.includes('access.roles'),
  })
  return (data?.rows ?? []).filter(({ enabled }) => enabled || !usable).map(({ id, name }) => ({ value: id, label: name }))
}

export function useDepartments(institution: string): readonly Option[] {
  const { post, session } = useBackend()
  const { data } = useQuery({
    queryKey: ['people', 'department-options', institution],
    queryFn: () => post('/api/access/list-departments', { institution, name: '', number: '', size: MOST, cursor: '' }),
    enabled: session.account.permissions.includes('access.departments'),
  })
  return (data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))
}

/** Whether the account may do this. */
export function useMay(): (right: string) => boolean {
  const { session } = useBackend()
  return (right) => session.account.permissions.includes(right)
}

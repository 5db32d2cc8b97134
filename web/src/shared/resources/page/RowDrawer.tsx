import { Descriptions, Drawer } from 'antd'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Description, Field, Row } from '@/shared/resources/description'
import { filesOf, inWords, shown, textOf } from '@/shared/resources/values'

import { FileNames } from './FileNames'
import { useWords } from './words'

const RichText = lazy(() => import('@/shared/rich/RichText'))

interface Props {
  readonly description: Description
  readonly row: Row | null
  readonly people: Readonly<Record<string, string>>
  readonly onClose: () => void
}

/** A whole row to read. */
export function RowDrawer({ description, row, people, onClose }: Props): ReactNode {
  const words = useWords()
  const { i18n } = useTranslation()
  const zone = useBackend().session.institution.time_zone
  if (row === null) return null
  const fields = description.fields.map((field) => ({
    key: field.name,
    label: inWords(field.label, i18n.language),
    children: content(field, row, i18n.language, zone),
  }))
  const named = (actor: string | undefined) => (actor === undefined ? '' : (people[actor] ?? ''))
  const who = row.created_by === undefined ? [] : [
    { key: 'created_by', label: words.createdBy, children: named(row.created_by) },
    { key: 'updated_by', label: words.updatedBy, children: named(row.updated_by) },
  ]
  return (
    <Drawer open title={textOf(row, description.shows)} size={520} onClose={onClose} data-testid="row-drawer">
      <Descriptions column={1} bordered size="small" items={[...fields, ...who]} />
    </Drawer>
  )
}

function content(field: Field, row: Row, language: string, zone: string): ReactNode {
  if (field.kind === 'file') return <FileNames files={filesOf(row[field.name])} label={inWords(field.label, language)} />
  if (field.kind !== 'rich') return shown(field, row, language, zone)
  return textOf(row, field.name) === '' ? '' : <Suspense fallback={null}><RichText value={textOf(row, field.name)} /></Suspense>
}

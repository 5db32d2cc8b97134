import { useQuery } from '@tanstack/react-query'
import { Alert, Drawer, Timeline } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import { moment } from '@/shared/resources/values'

import type { TemplateRow } from './TemplatesPage'
import { useWords } from './words'

interface Props {
  readonly row: TemplateRow
  readonly zone: string
  readonly onClose: () => void
}

/** Every version of a template: who wrote what, and when. */
export function TemplateVersions({ row, zone, onClose }: Props): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const { topic, way, name } = row.template
  const { data, error } = useQuery({ queryKey: ['message-templates', 'versions', topic, way, row.version], queryFn: () => post('/api/messages/list-template-versions', { topic, way }) })
  const items = (data ?? []).map(({ template, version, by_name, at }) => ({
    key: version,
    children: (
      <>
        <b>v{version} {template.name}</b> {template.code} <small>{by_name} {moment(at, zone)}</small>
        {Object.entries(template.params).map(([variable, text]) => <div key={variable}>{variable}: {text}</div>)}
        {template.title !== '' && <div>{template.title}</div>}
        {template.text !== '' && <div>{template.text}</div>}
      </>
    ),
  }))
  return (
    <Drawer open title={`${words.set.versions} · ${name}`} size={480} onClose={onClose} data-testid="template-versions">
      {error !== null && <Alert type="error" title={explain(error)} />}
      <Timeline items={items} />
    </Drawer>
  )
}

import { Checkbox, Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useBackend } from '@/shared/api/backend'
import type { Body } from '@/shared/api/post'
import type { Listed } from '@/shared/resources/page/ResourcePage'
import { FormDialog } from '@/shared/ui/FormDialog'

import { KINDS, type Kind, USUAL_KINDS } from './model'
import { useWords } from './words'

interface Values {
  readonly scope: 'filtered' | 'ticked'
  readonly kinds: readonly Kind[]
}

/** 异步下载附件: of whom and which attachments; the work is done behind the page, and 下载管理 shows it. */
export function DownloadDialog({ listed, onClose }: { readonly listed: Listed; readonly onClose: () => void }): ReactNode {
  const { download, kinds: names } = useWords()
  const { i18n } = useTranslation()
  const { post } = useBackend()
  const { chosen, filters, openJobs } = listed
  const create = async ({ scope, kinds }: Values) => {
    const which = scope === 'ticked' ? { ids: [...chosen] } : { filter: filters as Body<'/api/samples/export-attachments'>['filter'] }
    await post('/api/samples/export-attachments', { scope, kinds: [...kinds], ...which, language: i18n.language === 'en' ? 'en' : 'zh' } as Body<'/api/samples/export-attachments'>, 'command')
    openJobs()
  }
  const initial: Values = { scope: chosen.length > 0 ? 'ticked' : 'filtered', kinds: USUAL_KINDS }
  return (
    <FormDialog<Values> title={download.title} okText={download.create} initial={initial} told={download.created} width={560} onSave={create} onClose={onClose}>
      <Form.Item name="scope" label={download.scope}>
        <Radio.Group data-testid="download-scope">
          <Radio value="filtered" data-testid="scope-filtered">{download.filtered}</Radio>
          <Radio value="ticked" disabled={chosen.length === 0} data-testid="scope-ticked">{download.ticked(chosen.length)}</Radio>
        </Radio.Group>
      </Form.Item>
      <Form.Item name="kinds" label={download.kinds} rules={[{ required: true, type: 'array', min: 1, message: download.kindNeeded }]}>
        <Checkbox.Group data-testid="download-kinds" options={KINDS.map((kind) => ({ value: kind, label: <span data-testid={`kind-${kind}`}>{names[kind]}</span> }))} />
      </Form.Item>
    </FormDialog>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Alert, Modal, Table } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import type { Answer } from '@/shared/api/post'
import { explain } from '@/shared/i18n/explain'
import { moment, yuan } from '@/shared/resources/values'

import { useGrantWords } from './grantWords'

type Change = Answer<'/api/access/list-application-changes'>[number]

interface Props {
  readonly institution: string
  readonly code: string
  readonly name: string
  readonly onClose: () => void
}

/** On which terms an application was open, and who agreed on them. */
export function ApplicationHistory({ institution, code, name, onClose }: Props): ReactNode {
  const words = useGrantWords()
  const { post, session } = useBackend()
  const { data, error } = useQuery({
    queryKey: ['people', 'application-changes', institution, code],
    queryFn: () => post('/api/access/list-application-changes', { institution_id: institution, application: code }),
  })
  return (
    <Modal open title={words.historyOf(name)} width={860} footer={null} onCancel={onClose}>
      {error !== null && <Alert type="error" showIcon title={explain(error)} />}
      <Table<Change>
        rowKey="at"
        size="small"
        data-testid="application-history"
        loading={data === undefined && error === null}
        dataSource={[...(data ?? [])]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <p className="calm">{words.noChange}</p> }}
        columns={[
          { title: words.at, className: 'figures', render: (_, row) => moment(row.at, session.institution.time_zone) },
          { title: words.by, dataIndex: 'by' },
          { title: words.payment, render: (_, row) => words.payments[row.terms.payment] },
          { title: words.amount, align: 'right', className: 'figures', render: (_, row) => yuan(row.terms.amount) },
          { title: words.validity, className: 'figures', render: (_, row) => `${row.terms.starts} – ${row.terms.ends ?? words.forGood}` },
          { title: words.note, render: (_, row) => row.terms.note },
        ]}
      />
    </Modal>
  )
}

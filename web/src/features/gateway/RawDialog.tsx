import './gateway.css'

import { useQuery } from '@tanstack/react-query'
import { Alert, Modal, Spin } from 'antd'
import type { ReactNode } from 'react'

import { useBackend } from '@/shared/api/backend'
import { explain } from '@/shared/i18n/explain'
import type { Row } from '@/shared/resources/description'
import { textOf } from '@/shared/resources/values'

import { useWords } from './words'

interface Props {
  readonly row: Row
  readonly onClose: () => void
}

/** A message as it came, one segment a line. It is asked for once, for each time is audited, and kept no longer than shown. */
export function RawDialog({ row, onClose }: Props): ReactNode {
  const words = useWords()
  const { post } = useBackend()
  const { data, error } = useQuery({
    queryKey: ['gateway', 'raw', row.id],
    queryFn: () => post('/api/gateway/read-message', { message_id: row.id }),
    staleTime: Infinity,
    gcTime: 0,
  })
  return (
    <Modal open title={words.rawOf(textOf(row, 'control_id'))} footer={null} width={900} onCancel={onClose}>
      {error !== null && <Alert type="error" showIcon title={explain(error)} />}
      {data === undefined && error === null && <Spin />}
      {data !== undefined && (
        <>
          <Alert type={data.masked ? 'warning' : 'info'} showIcon title={data.masked ? words.covered : words.audited} />
          <pre className="raw-message" data-testid="raw-message">{data.lines.join('\n')}</pre>
        </>
      )}
    </Modal>
  )
}
